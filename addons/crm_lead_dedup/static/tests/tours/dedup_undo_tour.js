import {registry} from "@web/core/registry";

const CONFIRM = ".modal .modal-footer .btn-primary";

registry.category("web_tour.tours").add("crm_lead_dedup_undo", {
    steps: () => [
        {
            content: "Take the merge back",
            trigger: ".o_form_view button[name=action_undo]",
            run: "click",
        },
        {content: "Yes", trigger: CONFIRM, run: "click"},
        {
            content: "Somebody changed the city since",
            trigger: ".o_field_widget[name=conflict_ids] td[name=present]:contains(Odesa)",
        },
        {
            content: "It shall stay",
            trigger: ".o_field_widget[name=conflict_ids] button[name=action_keep]",
            run: "click",
        },
        {
            content: "That is decided",
            trigger: ".o_field_widget[name=conflict_ids] td[name=decision]:contains(Keep)",
        },
        {
            content: "Take the rest back",
            trigger: ".o_form_view button[name=action_undo]",
            run: "click",
        },
        {content: "Yes", trigger: CONFIRM, run: "click"},
        {
            content: "The surviving card is shown",
            trigger: ".o_form_view .o_lead_opportunity_form, .o_form_view .oe_title:contains(Keep)",
        },
    ],
});
