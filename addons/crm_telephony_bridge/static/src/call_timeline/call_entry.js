import {Component} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";
import {formatCallDuration} from "../call_field/call_duration";
import {callKind} from "../call_field/call_kind";
import {RecordingPlayer} from "../recording_player/recording_player";

const {DateTime} = luxon;

/** One call among the messages of a card. */
export class CallEntry extends Component {
    static template = "crm_telephony_bridge.CallEntry";
    static components = {RecordingPlayer};
    static props = {call: Object};

    setup() {
        this.action = useService("action");
    }

    get kind() {
        return callKind(this.props.call);
    }

    get time() {
        return this.props.call.at.toLocaleString(DateTime.TIME_SIMPLE);
    }

    get fullTime() {
        return this.props.call.at.toLocaleString(DateTime.DATETIME_MED_WITH_SECONDS);
    }

    duration(seconds) {
        return formatCallDuration(seconds);
    }

    onOpen() {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "telephony.call",
            res_id: this.props.call.id,
            views: [[false, "form"]],
        });
    }
}
