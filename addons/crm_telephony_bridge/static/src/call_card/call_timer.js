import {Component, onWillUnmount, useState, xml} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";

/** Minutes and seconds since a moment of the server's clock. */
export class CallTimer extends Component {
    static template = xml`<span class="o_call_timer" role="timer" t-esc="text"/>`;
    static props = {since: Number, from: Number};

    setup() {
        // The two clocks may differ: what counts is how long ago the server said it was.
        this.start = Date.now() / 1000 - Math.max(0, this.props.since - this.props.from);
        this.state = useState({now: Date.now() / 1000});
        const tick = () => {
            this.state.now = Date.now() / 1000;
        };
        const interval = browser.setInterval(tick, 1000);
        onWillUnmount(() => browser.clearInterval(interval));
    }

    get text() {
        const seconds = Math.max(0, Math.floor(this.state.now - this.start));
        const rest = String(seconds % 60).padStart(2, "0");
        return `${Math.floor(seconds / 60)}:${rest}`;
    }
}
