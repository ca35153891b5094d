import {Component, onMounted, onWillStart, onWillUnmount, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {deserializeDateTime, formatDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {TestCallDialog} from "./test_call_dialog";

const REFRESH_MS = 5000;
const STATES = {
    ok: {label: _t("Connected"), color: "success", icon: "fa-check-circle"},
    warning: {label: _t("Look at this"), color: "warning", icon: "fa-exclamation-circle"},
    error: {label: _t("Not working"), color: "danger", icon: "fa-times-circle"},
    off: {label: _t("Switched off"), color: "secondary", icon: "fa-power-off"},
};
const LEVELS = {error: "danger", warning: "warning", note: "info"};

/** Whether each provider is connected, and what to do when it is not; keeps itself up to date. */
export class TelephonyDiagnostics extends Component {
    static template = "crm_telephony_bridge.TelephonyDiagnostics";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.desk = useService("crm_telephony");
        this.env.config.setDisplayName(_t("Telephony Diagnostics"));
        this.keepLast = new KeepLast();
        this.state = useState({told: null, lost: false});
        onWillStart(() => this.load());
        onMounted(() => {
            this.timer = browser.setInterval(() => this.refresh(), REFRESH_MS);
        });
        onWillUnmount(() => browser.clearInterval(this.timer));
    }

    get display() {
        return {controlPanel: {}};
    }

    async load() {
        const told = this.orm.silent.call("telephony.diagnostics", "read_diagnostics", []);
        this.state.told = await this.keepLast.add(told);
        this.state.lost = false;
    }

    /** A page nobody looks at asks nothing; a server that is away is said, not thrown. */
    async refresh() {
        if (document.visibilityState === "hidden") {
            return;
        }
        try {
            await this.load();
        } catch {
            this.state.lost = true;
        }
    }

    look(state) {
        return STATES[state];
    }

    alert(level) {
        return `alert-${LEVELS[level]}`;
    }

    /** A moment as "2 minutes ago"; never is said as such. */
    ago(text) {
        return text
            ? deserializeDateTime(text).toRelative({base: deserializeDateTime(this.state.told.now)})
            : _t("never");
    }

    at(text) {
        return text ? formatDateTime(deserializeDateTime(text)) : _t("now");
    }

    clock(seconds) {
        const rounded = Math.round(10 * seconds) / 10;
        return rounded ? _t("%s s", rounded > 0 ? `+${rounded}` : `−${-rounded}`) : _t("none");
    }

    /** Make an unknown internal number known. */
    addExtension(provider, number) {
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                name: _t("New Extension"),
                res_model: "telephony.extension",
                views: [[false, "form"]],
                target: "new",
                context: {default_provider_id: provider.id, default_number: number},
            },
            {onClose: () => this.refresh()}
        );
    }

    openProvider(provider) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "telephony.provider",
            res_id: provider.id,
            views: [[false, "form"]],
        });
    }

    testCall(provider) {
        this.dialog.add(TestCallDialog, {
            provider: provider.name,
            call: (number) => this.startTestCall(provider, number),
        });
    }

    /** The usual card shows how the call goes on. */
    async startTestCall(provider, number) {
        await this.orm.call("telephony.diagnostics", "check_test_call", [provider.id]);
        this.desk.dial(number);
    }
}

registry.category("actions").add("crm_telephony_bridge.diagnostics", TelephonyDiagnostics);
