import {registry} from "@web/core/registry";
import {
    FieldSelectorField,
    fieldSelectorField,
} from "@web/views/fields/field_selector/field_selector_field";

// What a step may set; the server checks it.
const SETTABLE = [
    "boolean",
    "char",
    "date",
    "datetime",
    "float",
    "integer",
    "many2many",
    "many2one",
    "monetary",
    "selection",
    "text",
];

/** A field of deals, chosen by those who may not look into the list of all fields. */
export class StepField extends FieldSelectorField {
    static template = "crm_stage_automation.StepField";
    static props = {...FieldSelectorField.props, types: Array};

    filter(field) {
        return field.store && !field.readonly && this.props.types.includes(field.type);
    }

    get resModel() {
        return "crm.lead";
    }

    get selectorProps() {
        return {...super.selectorProps, followRelations: false};
    }
}

registry.category("fields").add("playbook_field", {
    ...fieldSelectorField,
    component: StepField,
    supportedOptions: [],
    extractProps: ({options}) => ({types: options.types || SETTABLE}),
});
