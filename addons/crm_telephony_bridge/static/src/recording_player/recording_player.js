import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {formatCallDuration} from "../call_field/call_duration";

/**
 * Plays one recording. Nothing is fetched before somebody asks to hear it: every listening is
 * written down on the server.
 */
export class RecordingPlayer extends Component {
    static template = "crm_telephony_bridge.RecordingPlayer";
    static props = {
        recordingId: Number,
        seconds: {type: [Number, Boolean], optional: true},
    };

    setup() {
        this.state = useState({open: false, failed: false});
    }

    get address() {
        return `/telephony/recording/${this.props.recordingId}`;
    }

    get length() {
        return this.props.seconds ? formatCallDuration(this.props.seconds) : "";
    }

    onPlay() {
        this.state.open = true;
        this.state.failed = false;
    }

    onFailed() {
        this.state.open = false;
        this.state.failed = true;
    }
}

/** On a whole number that is the id of a recording, or nothing. */
export class RecordingPlayerField extends Component {
    static template = "crm_telephony_bridge.RecordingPlayerField";
    static components = {RecordingPlayer};
    static props = {...standardFieldProps};

    get recordingId() {
        return this.props.record.data[this.props.name];
    }
}

export const recordingPlayerField = {
    component: RecordingPlayerField,
    displayName: _t("Player of a Recording"),
    supportedTypes: ["integer"],
    isEmpty: (record, fieldName) => !record.data[fieldName],
};

registry.category("fields").add("recording_player", recordingPlayerField);
