import {Component} from "@odoo/owl";
import {CopyButton} from "@web/core/copy_button/copy_button";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** A text of several lines, shown as code, with a button that copies all of it. */
export class CopySnippetField extends Component {
    static template = "crm_lead_dedup.CopySnippetField";
    static components = {CopyButton};
    static props = {...standardFieldProps};

    get text() {
        return this.props.record.data[this.props.name] || "";
    }

    get successText() {
        return _t("Copied");
    }
}

export const copySnippetField = {
    component: CopySnippetField,
    displayName: _t("Code to Copy"),
    supportedTypes: ["text"],
};

registry.category("fields").add("copy_snippet", copySnippetField);
