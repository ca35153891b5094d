import {registry} from "@web/core/registry";

const typePhone = [
    {trigger: ".o_field_widget[name=name] textarea", run: "edit Desks again"},
    {
        content: "A known phone in another spelling",
        trigger: ".o_field_widget[name=phone] input",
        run: "fill 050 123 45 67",
    },
    {
        content: "The panel shows the customer and why",
        trigger: ".o_dedup_match:contains(Olha Shevchenko):contains(Customer):contains(same phone)",
    },
];

/** The salesperson types a known phone, says it is not the same, and saves. */
registry.category("web_tour.tours").add("crm_lead_dedup_panel", {
    steps: () => [
        ...typePhone,
        {
            content: "The card can be opened beside the form",
            trigger:
                ".o_dedup_match:contains(Olha Shevchenko) a.o_dedup_name[target=_blank][href^='/odoo/res.partner/']",
        },
        {
            trigger: ".o_dedup_match:contains(Olha Shevchenko) .o_dedup_dismiss",
            run: "click",
        },
        {trigger: ".o_dedup_dismissed:contains(Olha Shevchenko)"},
        {trigger: ".o_form_button_save", run: "click"},
        {trigger: ".o_form_saved"},
        {
            content: "What was said is kept with the saved card",
            trigger: ".o_dedup_bar[aria-expanded=false]",
            run: "click",
        },
        {
            content: "And can be taken back",
            trigger: ".o_dedup_dismissed:contains(Olha Shevchenko) button",
            run: "click",
        },
        {
            trigger: ".o_dedup_match:contains(Olha Shevchenko) .o_dedup_link",
            run: "click",
        },
        {
            content: "The lead belongs to the customer now",
            trigger: ".o_field_widget[name=partner_id] input:value(Olha Shevchenko)",
        },
    ],
});

/** Instead of a second card, what was typed goes to the one there is. */
registry.category("web_tour.tours").add("crm_lead_dedup_panel_attach", {
    steps: () => [
        ...typePhone,
        {trigger: ".o_dedup_match:contains(First desks) .o_dedup_attach", run: "click"},
        {trigger: ".modal-footer .btn-primary", run: "click"},
        {
            content: "The card there is, with one request more",
            trigger: ".o_field_widget[name=name] textarea:value(First desks)",
        },
        {trigger: ".o_mail_thread, .o-mail-Thread:contains(Desks again)"},
    ],
});

/** A rule of the administrator refuses a second card, and says whom to ask. */
registry.category("web_tour.tours").add("crm_lead_dedup_panel_refused", {
    steps: () => [
        {trigger: ".o_field_widget[name=name] textarea", run: "edit Desks again"},
        {trigger: ".o_field_widget[name=phone] input", run: "fill 050 123 45 67"},
        {trigger: ".o_dedup_warning:contains(Saving will be refused):contains(Laetitia)"},
        {trigger: ".o_form_button_save", run: "click"},
        {trigger: ".modal .modal-body:contains(Ask Laetitia)"},
        {trigger: ".modal-footer .btn-primary", run: "click"},
        {
            content: "Another phone passes",
            trigger: "body:not(:has(.modal)) .o_field_widget[name=phone] input",
            run: "fill 050 999 88 77",
        },
        {trigger: "body:not(:has(.o_dedup_warning)) .o_form_button_save", run: "click"},
        {trigger: ".o_form_saved"},
    ],
});
