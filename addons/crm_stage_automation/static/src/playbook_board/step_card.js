import {Component} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {stepIcon} from "./step_kinds";

/** One step: what, when, who; with its dates while they are looked at. */
export class StepCard extends Component {
    static template = "crm_stage_automation.StepCard";
    static components = {Dropdown, DropdownItem};
    static props = {
        step: Object,
        editable: Boolean,
        moves: Function,
        onOpen: Function,
        onRemove: Function,
        dates: {type: Object, optional: true},
    };

    get icon() {
        return stepIcon(this.props.step.kind);
    }

    get indent() {
        // Deep chains stay readable on a narrow screen.
        return `margin-inline-start: ${Math.min(this.props.step.depth, 4) * 0.75}rem`;
    }

    /** What the card says, for those who hear it. */
    get spoken() {
        const {name, kind_label, what, when, who, then} = this.props.step;
        return [name, kind_label, what, when, who, then].filter(Boolean).join(", ");
    }

    get menuLabel() {
        return _t("Move or take out: %s", this.props.step.name);
    }

    moment(text) {
        // The day of the week says more about working time than the year does.
        return deserializeDateTime(text).toLocaleString({
            weekday: "short",
            day: "numeric",
            month: "short",
            hour: "numeric",
            minute: "2-digit",
        });
    }

    get dateLines() {
        const {at, until, reminders} = this.props.dates;
        const lines = [{key: "at", label: _t("Due"), moment: this.moment(at)}];
        if (until) {
            lines.push({key: "until", label: _t("To be done by"), moment: this.moment(until)});
        }
        if (reminders?.length) {
            const moment = this.moment(reminders.at(-1));
            lines.push({key: "last", label: _t("Last reminder"), moment});
        }
        return lines;
    }
}
