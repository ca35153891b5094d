import {deserializeDateTime, toLocaleDateTimeString} from "@web/core/l10n/dates";
import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

/** One line of a checklist: a box to tick, or what is counted by itself. */
export class StageItem extends Component {
    static template = "crm_stage_automation.StageItem";
    static props = {item: Object, tick: Function, schedule: Function, fill: Function};

    get state() {
        return this.props.item.is_met ? _t("Done") : _t("Missing");
    }

    get amount() {
        const {count, needed} = this.props.item;
        return needed > 1 ? _t("%(count)s of %(needed)s", {count, needed}) : "";
    }

    get ticked() {
        const {by, at} = this.props.item;
        if (!at) {
            return "";
        }
        const when = toLocaleDateTimeString(deserializeDateTime(at));
        return by ? `${by}, ${when}` : when;
    }

    /** What brings a missing line nearer: nothing for a kind that only counts. */
    get action() {
        const {is_met: isMet, kind, field} = this.props.item;
        if (isMet || (kind !== "activity" && !field)) {
            return null;
        }
        return field ? this.props.fill : this.props.schedule;
    }
}
