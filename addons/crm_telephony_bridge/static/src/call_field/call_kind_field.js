import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {callKind} from "./call_kind";

/** Direction and result of a call as one icon with a word; the icon alone is never the message. */
export class CallKindField extends Component {
    static template = "crm_telephony_bridge.CallKindField";
    static props = {...standardFieldProps, showText: {type: Boolean, optional: true}};
    static defaultProps = {showText: true};

    get kind() {
        const {direction, disposition, state} = this.props.record.data;
        return callKind({direction, disposition, state});
    }
}

export const callKindField = {
    component: CallKindField,
    displayName: _t("Direction and Result of a Call"),
    supportedTypes: ["selection"],
    fieldDependencies: [
        {name: "direction", type: "selection"},
        {name: "disposition", type: "selection"},
        {name: "state", type: "selection"},
    ],
    isEmpty: () => false,
    extractProps: ({options}) => ({showText: !options.icon_only}),
};

registry.category("fields").add("call_kind", callKindField);
