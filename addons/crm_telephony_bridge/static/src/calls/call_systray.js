import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";

/** How many calls still want finishing; there only when there are some. */
export class CallSystray extends Component {
    static template = "crm_telephony_bridge.CallSystray";
    static props = {};

    setup() {
        this.action = useService("action");
        this.desk = useState(useService("crm_telephony"));
    }

    get label() {
        return _t("Calls to finish: %s", this.desk.unfinished);
    }

    open() {
        return this.action.doAction("crm_telephony_bridge.action_call_to_finish", {
            clearBreadcrumbs: true,
        });
    }
}

registry
    .category("systray")
    .add("crm_telephony_bridge.CallSystray", {Component: CallSystray}, {sequence: 30});
