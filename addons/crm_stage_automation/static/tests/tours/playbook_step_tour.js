import {registry} from "@web/core/registry";

const DIALOG = ".modal:not(.o_inactive_modal)";

function choose(name, label) {
    return [
        {trigger: `${DIALOG} .o_field_widget[name=${name}] input`, run: "click"},
        {trigger: `.o_select_menu_item:contains(${label})`, run: "click"},
    ];
}

/** A manager adds a step by the board's dialog, and edits it there. */
registry.category("web_tour.tours").add("crm_stage_automation_step", {
    steps: () => [
        {trigger: ".o_playbook_add_step", run: "click"},
        {
            content: "a step without a name is not saved, and what was typed stays",
            trigger: `${DIALOG} .o_form_button_save`,
            run: "click",
        },
        {
            trigger: `${DIALOG} .o_field_widget[name=name].o_field_invalid input`,
            run: "edit Make it important",
        },
        ...choose("kind", "Set a field"),
        {
            trigger: `${DIALOG} .o_field_widget[name=field_name] .o_model_field_selector`,
            run: "click",
        },
        {trigger: ".o_model_field_selector_popover_search input", run: "edit Priority"},
        {
            trigger: ".o_model_field_selector_popover_item_name:contains(Priority)",
            run: "click",
        },
        {
            trigger: `${DIALOG} .o_field_widget[name=field_value] select`,
            run: "selectByLabel Very High",
        },
        {trigger: `${DIALOG} .o_form_button_save`, run: "click"},
        {
            content: "the board shows it, in words",
            trigger: ".o_playbook_step:contains(Make it important):contains(Priority: Very High)",
        },
        {trigger: ".o_playbook_step_open:contains(Make it important)", run: "click"},
        {
            content: "another field, whose value is a date in a week",
            trigger: `${DIALOG} .o_field_widget[name=field_name] .o_model_field_selector:contains(Priority)`,
            run: "click",
        },
        {trigger: ".o_model_field_selector_popover_search input", run: "edit Expected Closing"},
        {
            trigger: ".o_model_field_selector_popover_item_name:contains(Expected Closing)",
            run: "click",
        },
        {
            trigger: `${DIALOG} .o_field_widget[name=field_value] select:has(option[value=later])`,
            run: "select later",
        },
        {
            trigger: `${DIALOG} .o_field_widget[name=field_value] input[type=number]`,
            run: "edit 9 && press Tab",
        },
        {trigger: `${DIALOG} .o_field_widget[name=delay_amount] input`, run: "edit 2"},
        {trigger: `${DIALOG} .o_form_button_save`, run: "click"},
        {
            trigger: ".o_playbook_step:contains(Expected Closing: 9 days later):contains(2 hours)",
        },
        {
            content: "the dialog is gone",
            trigger: "body:not(:has(.modal))",
        },
    ],
});
