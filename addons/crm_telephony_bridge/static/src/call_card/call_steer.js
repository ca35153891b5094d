import {Component, useEffect, useRef, useState} from "@odoo/owl";
import {KeepLast} from "@web/core/utils/concurrency";
import {useDebounced} from "@web/core/utils/timing";
import {isUnderWay, orderText} from "../calls/call_orders";

const TYPING = 250;

/** Hang up, transfer to a colleague, pause the recording: of a call that one speaks in. */
export class CallSteer extends Component {
    static template = "crm_telephony_bridge.CallSteer";
    static props = {card: Object, steer: Function, ask: Function};

    setup() {
        this.words = useRef("words");
        this.state = useState({choosing: false, colleagues: [], asked: false, failed: false});
        this.last = new KeepLast();
        this.search = useDebounced(() => this.load(), TYPING);
        useEffect(
            (choosing) => {
                if (choosing) {
                    this.words.el?.focus();
                }
            },
            () => [this.state.choosing]
        );
    }

    get order() {
        return this.props.card.order;
    }

    get busy() {
        return isUnderWay(this.order);
    }

    get text() {
        return this.order ? orderText(this.order) : "";
    }

    get paused() {
        return this.props.card.call.paused;
    }

    get talking() {
        return this.props.card.phase === "talking";
    }

    async toggle() {
        this.state.choosing = !this.state.choosing;
        if (this.state.choosing) {
            this.state.asked = false;
            await this.load();
        }
    }

    async load() {
        try {
            const words = this.words.el?.value || "";
            this.state.colleagues = await this.last.add(this.props.ask(words));
            this.state.failed = false;
        } catch {
            this.state.failed = true;
        }
        this.state.asked = true;
    }

    transfer(colleague) {
        this.state.choosing = false;
        return this.props.steer("transfer", colleague.id);
    }
}
