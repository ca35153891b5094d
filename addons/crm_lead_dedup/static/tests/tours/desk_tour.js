import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const openQueue = [
    stepUtils.showAppsMenuItem(),
    {trigger: '.o_app[data-menu-xmlid="crm.crm_menu_root"]', run: "click"},
    {trigger: ".o_menu_sections button:contains(Sales)", run: "click"},
    {
        trigger: ".o-dropdown--menu .dropdown-item:contains(Requests to Check)",
        run: "click",
    },
    {trigger: ".o_breadcrumb:contains(Requests to Check)"},
];

/** The leader clears the queue: another card, spam, and one that was right. */
registry.category("web_tour.tours").add("crm_lead_dedup_queue", {
    steps: () => [
        ...openQueue,
        {
            content: "The doubtful request goes to the card of the other person",
            trigger: ".o_data_row:contains(Which Kiss) button[name=action_attach]",
            run: "click",
        },
        {
            trigger: ".modal .o_data_row:contains(Desk of Eva) button[name=action_choose]",
            run: "click",
        },
        {
            content: "It has left the queue",
            trigger:
                "body:not(:has(.modal)) .o_list_view:not(:has(.o_data_row:contains(Which Kiss)))",
        },
        {
            content: "Spam is discarded after a question",
            trigger: ".o_data_row:contains(Buy now) button[name=action_discard]",
            run: "click",
        },
        {trigger: ".modal-footer .btn-primary", run: "click"},
        {
            trigger: "body:not(:has(.modal)) .o_list_view:not(:has(.o_data_row:contains(Buy now)))",
        },
        {
            content: "The unreadable phone is on the right card",
            trigger: ".o_data_row:contains(Ilona) button[name=action_confirm]",
            run: "click",
        },
        {trigger: ".o_view_nocontent:contains(All clear)"},
    ],
});

/** The salesperson finds a stranger's request on her card, and takes it off. */
registry.category("web_tour.tours").add("crm_lead_dedup_detach", {
    steps: () => [
        {trigger: ".o_kanban_record:contains(Chairs for Ann)", run: "click"},
        {trigger: ".oe_stat_button:contains(Requests):contains(2)"},
        {trigger: ".o_notebook a[name=identifiers]", run: "click"},
        {trigger: ".o_data_row:contains(stranger@x.example)"},
        {trigger: ".o_notebook a[name=requests]", run: "click"},
        {
            trigger: ".o_data_row:contains(stranger@x.example) button[name=action_detach]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=learnt]:contains(stranger@x.example)",
        },
        {trigger: ".modal button[name=action_detach]", run: "click"},
        {
            trigger:
                "body:not(:has(.modal)) .o_notebook:not(:has(.o_data_row:contains(stranger@x.example)))",
        },
        {trigger: ".o_notebook a[name=identifiers]", run: "click"},
        {
            trigger: ".o_field_widget[name=identifier_ids]:not(:contains(stranger@x.example))",
        },
    ],
});

/** The administrator makes a source, copies its form and sees its secret once. */
registry.category("web_tour.tours").add("crm_lead_dedup_source", {
    steps: () => [
        {
            trigger: ".o_field_widget[name=name] input",
            run: "edit Form of the new shop",
        },
        {
            trigger: ".o_field_widget[name=team_id] input",
            run: "edit Desk",
        },
        {
            trigger: ".o-autocomplete--dropdown-item a:contains(Desk)",
            run: "click",
        },
        {trigger: ".o_form_button_save", run: "click"},
        {trigger: ".o_notebook a[name=snippets]", run: "click"},
        {
            content: "The form is ready to be copied",
            trigger: ".o_field_copy_snippet[name=snippet_html] pre:contains(<form)",
        },
        {trigger: ".o_notebook a[name=keys]", run: "click"},
        {trigger: "button[name=action_new_secret]:contains(New Secret)", run: "click"},
        {trigger: ".modal .o_intake_secret"},
        {trigger: ".modal-footer .btn-primary", run: "click"},
        {
            content: "From now on it can only be replaced",
            trigger: "body:not(:has(.o_intake_secret)) button:contains(Replace the Secret)",
        },
    ],
});
