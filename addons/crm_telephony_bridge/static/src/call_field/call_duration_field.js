import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useInputField} from "@web/views/fields/input_field_hook";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {formatCallDuration, parseCallDuration} from "./call_duration";

/** Seconds, shown and typed as minutes and seconds. */
export class CallDurationField extends Component {
    static template = "crm_telephony_bridge.CallDurationField";
    static props = {...standardFieldProps};

    setup() {
        useInputField({
            getValue: () => this.formattedValue,
            refName: "input",
            parse: parseCallDuration,
        });
    }

    get formattedValue() {
        return formatCallDuration(this.props.record.data[this.props.name]);
    }
}

export const callDurationField = {
    component: CallDurationField,
    displayName: _t("Length of a Call"),
    supportedTypes: ["integer", "float"],
    isEmpty: () => false,
};

registry.category("fields").add("call_duration", callDurationField);
registry.category("formatters").add("call_duration", formatCallDuration);
