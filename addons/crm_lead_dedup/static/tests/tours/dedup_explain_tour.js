import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("crm_lead_dedup_explain", {
    steps: () => [
        {
            content: "choose both cards in the list",
            trigger:
                ".o_list_view .o_data_row:contains('Chairs for Ivan') .o_list_record_selector input",
            run: "click",
        },
        {
            trigger:
                ".o_list_view .o_data_row:contains('Desks for Ivan') .o_list_record_selector input",
            run: "click",
        },
        {trigger: ".o_cp_action_menus button:has(.fa-cog)", run: "click"},
        {trigger: ".o-dropdown-item:contains('Compare Two Cards')", run: "click"},
        {
            content: "the phone speaks for it, the city against",
            trigger: "[data-field=phone][data-side=for] .o_weight_bar:visible",
        },
        {trigger: "[data-field=city][data-side=against] .o_weight_bar:visible"},
        {trigger: ".o_dedup_explain_verdict:contains('%')"},
        {
            content: "another kind of card: nothing is compared until one is chosen",
            trigger: ".o_dedup_explain_card:last button:contains('Customer')",
            run: "click",
        },
        {trigger: ".o_nocontent_help:contains('Choose two cards')"},
        {
            trigger: ".o_dedup_explain_card:last input",
            run: "edit Ivan Petrenko the Customer",
        },
        {trigger: ".o-autocomplete--dropdown-item:contains('the Customer')", run: "click"},
        {trigger: ".o_weight_total .o_weight_sum:visible"},
    ],
});
