import {Component, useState} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {useAutofocus} from "@web/core/utils/hooks";

/** Asks for a number and has the PBX ring the asker's phone first, then that number. */
export class TestCallDialog extends Component {
    static template = "crm_telephony_bridge.TestCallDialog";
    static components = {Dialog};
    static props = {provider: String, call: Function, close: Function};

    setup() {
        this.state = useState({number: "", waiting: false, error: ""});
        useAutofocus();
    }

    async start() {
        if (this.state.waiting || !this.state.number.trim()) {
            return;
        }
        Object.assign(this.state, {waiting: true, error: ""});
        try {
            await this.props.call(this.state.number.trim());
            this.props.close();
        } catch (error) {
            // Why it cannot be called is what the test is for: it is said here, in place.
            this.state.error = error.data?.message || error.message;
            this.state.waiting = false;
        }
    }
}
