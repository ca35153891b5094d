import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const PATIENCE_MS = 10000;

/** Ask the device once where it is; null when it does not know or the person does not tell. */
export function askPosition(geolocation = navigator.geolocation) {
    return new Promise((resolve) => {
        if (!geolocation) {
            resolve(null);
            return;
        }
        geolocation.getCurrentPosition(
            ({coords}) =>
                resolve({
                    latitude: coords.latitude,
                    longitude: coords.longitude,
                    accuracy: coords.accuracy,
                }),
            () => resolve(null),
            {enableHighAccuracy: true, timeout: PATIENCE_MS}
        );
    });
}

/** Check-in and check-out at a meeting; nothing is asked of the device before a click. */
export class MeetingCheck extends Component {
    static template = "crm_stage_automation.MeetingCheck";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.state = useState({state: "off", consent: "", busy: false});
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps((next) => {
            if (next.record.resId !== this.props.record.resId) {
                return this.load(next.record.resId);
            }
        });
    }

    async load(id) {
        const check = id
            ? await this.orm.call("calendar.event", "get_meeting_check", [[id]])
            : {state: "off", consent: ""};
        Object.assign(this.state, check);
    }

    checkIn() {
        if (!this.state.consent) {
            return this.send("action_check_in");
        }
        const consent = this.state.consent;
        this.dialog.add(ConfirmationDialog, {
            title: _t("Your consent"),
            body: consent,
            confirmLabel: _t("I agree"),
            confirm: () => this.send("action_check_in", {consent}),
            cancel: () => {},
        });
    }

    checkOut() {
        return this.send("action_check_out");
    }

    async withdraw() {
        await this.orm.call("calendar.event", "withdraw_meeting_consent", []);
        await this.load(this.props.record.resId);
        this.notification.add(_t("Your consent is withdrawn."), {type: "success"});
    }

    async send(method, values = {}) {
        this.state.busy = true;
        try {
            const position = await askPosition();
            const ids = [this.props.record.resId];
            const check = await this.orm.call("calendar.event", method, [ids], {
                ...values,
                position,
            });
            Object.assign(this.state, check);
            if (!position) {
                this.notification.add(_t("Noted without a position."), {type: "info"});
            }
            await this.props.record.load();
        } finally {
            this.state.busy = false;
        }
    }
}

export const meetingCheck = {component: MeetingCheck};

registry.category("view_widgets").add("meeting_check", meetingCheck);
