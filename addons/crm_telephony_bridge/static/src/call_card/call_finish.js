import {Component, useState} from "@odoo/owl";

/** After the call, in two clicks: the result, and what was said. */
export class CallFinish extends Component {
    static template = "crm_telephony_bridge.CallFinish";
    static props = {call: Object, save: Function, next: Function, later: Function};

    setup() {
        this.state = useState({
            result: this.props.call.result_id || false,
            note: this.props.call.note || "",
            busy: false,
        });
    }

    choose(resultId) {
        this.state.result = resultId;
    }

    async run(handler) {
        this.state.busy = true;
        try {
            await handler({result: this.state.result, note: this.state.note});
        } finally {
            this.state.busy = false;
        }
    }
}
