import {registry} from "@web/core/registry";

const ROW = ".o_field_widget[name=party_link_ids] .o_data_row";
const BUTTON = "button[name=action_make_default]";

function choose(name, label) {
    return [
        {
            trigger: `.o_field_widget[name=party_link_ids] .o_selected_row [name=${name}] input`,
            run: `edit ${label}`,
        },
        {
            trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains(${label})`,
            run: "click",
        },
    ];
}

/** On the client's form: another buyer, another default payer, and the accountant's last day. */
registry.category("web_tour.tours").add("crm_counterparty_parties", {
    steps: () => [
        {trigger: ".o_notebook .nav-link[name=parties]", run: "click"},
        {
            content: "Nobody takes a link away: it is ended",
            trigger: `.o_field_widget[name=party_link_ids]:not(:has(.o_list_record_remove))`,
        },
        {
            trigger: ".o_field_widget[name=party_link_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        ...choose("party_id", "Olena the Buyer"),
        ...choose("role_id", "Buyer"),
        {trigger: ".o_form_button_save", run: "click"},
        {trigger: ".o_form_saved"},
        {trigger: `${ROW}:contains(Olena the Buyer):contains(Buyer)`},
        {
            content: "Another payer becomes the default",
            trigger: `${ROW}:contains(Ivan Petrenko) ${BUTTON}:has(.fa-star-o)`,
            run: "click",
        },
        {trigger: `${ROW}:contains(Ivan Petrenko) ${BUTTON}.text-warning`},
        {
            content: "The present one made room",
            trigger: `${ROW}:contains(Bakeries Ltd):not(:has(.text-warning))`,
        },
        {
            content: "The accountant leaves",
            trigger: `${ROW}:contains(Olha) button[name=action_end]`,
            run: "click",
        },
        {
            content: "History stays, and says so",
            trigger: `${ROW}.text-muted:contains(Olha):not(:has(button[name=action_end]))`,
        },
    ],
});

/** A client goes to a team that hides its clients: saved, told, back at the list. */
registry.category("web_tour.tours").add("crm_counterparty_handed_over", {
    steps: () => [
        {content: "The card has loaded", trigger: ".o_client_glance .o_glance_tile"},
        {trigger: ".o-mail-Thread .o-mail-Message"},
        {trigger: ".o_notebook .nav-link[name=sales_purchases]", run: "click"},
        {trigger: ".o_field_widget[name=user_id] input", run: "edit vis_owner"},
        {
            trigger:
                ".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains(vis_owner)",
            run: "click",
        },
        {trigger: ".o_form_button_save", run: "click"},
        {trigger: ".o_notification:contains(Florists is saved and now belongs to a team)"},
        {trigger: "body:not(:has(.o_form_view)):not(:has(.modal)) .o_kanban_view, .o_list_view"},
    ],
});
