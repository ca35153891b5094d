import {Component, useEffect, useRef, useState} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";
import {CallCard} from "../call_card/call_card";

/** The cards, one above the other in a corner, and what a screen reader says of them. */
export class CallStack extends Component {
    static template = "crm_telephony_bridge.CallStack";
    static components = {CallCard};
    static props = {};

    setup() {
        this.desk = useState(useService("crm_telephony"));
        this.root = useRef("root");
        useEffect(
            (asked) => {
                if (asked) {
                    this.root.el?.querySelector(".o_call_card")?.focus();
                }
            },
            () => [this.desk.focusAsked]
        );
    }

    get cards() {
        return this.desk.shown ? this.desk.cards : [];
    }
}
