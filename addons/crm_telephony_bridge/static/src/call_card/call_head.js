import {Component} from "@odoo/owl";
import {deserializeDate, deserializeDateTime} from "@web/core/l10n/dates";
import {formatMonetary} from "@web/views/fields/formatters";

/** What to know before saying hello. */
export class CallHead extends Component {
    static template = "crm_telephony_bridge.CallHead";
    static props = {head: Object, open: Function};

    money(amount, currencyId) {
        return formatMonetary(amount, {currencyId, digits: [16, 0]});
    }

    isKnown(amount) {
        return typeof amount === "number";
    }

    get lastContact() {
        return deserializeDateTime(this.props.head.last_contact.at).toRelative();
    }

    get nextDate() {
        const date = deserializeDate(this.props.head.next_activity.date);
        return date.toLocaleString({day: "numeric", month: "short"});
    }
}
