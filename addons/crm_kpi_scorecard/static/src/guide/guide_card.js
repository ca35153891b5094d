import {_t} from "@web/core/l10n/translation";
import {Component} from "@odoo/owl";
import {BandEditor} from "../bands/band_editor";
import {isNumber, plain} from "../bands/decimal";
import {bandOn} from "../bands/scale_view";
import {periodName} from "../board/board_format";

/** One KPI of the guide: how its figures lie, the bands over them, the people as they are. */
export class GuideCard extends Component {
    static template = "crm_kpi_scorecard.GuideCard";
    static components = {BandEditor};
    static props = {
        item: Object,
        currency: Object,
        needed: Number,
        isOpen: Boolean,
        isBusy: Boolean,
        onToggle: Function,
        onChange: Function,
        onAccept: Function,
        onSkip: Function,
        onProposeAnew: Function,
        onOpenSet: Function,
    };

    get unit() {
        const {unit} = this.props.item;
        const units = {
            percent: "%",
            money: this.props.currency.symbol,
            hours: _t("h"),
            days: _t("days"),
            minutes: _t("min"),
        };
        return units[unit] || "";
    }

    get badge() {
        const {state, isSkipped, isChanged} = this.props.item;
        if (state === "has_bands") {
            return isChanged
                ? {text: _t("Changed, not saved"), style: "text-bg-warning"}
                : {text: _t("Has bands"), style: "text-bg-success"};
        }
        if (isSkipped) {
            return {text: _t("Skipped"), style: "text-bg-secondary"};
        }
        return state === "proposed"
            ? {text: _t("Proposed"), style: "text-bg-info"}
            : {text: _t("Too few figures"), style: "text-bg-light"};
    }

    get source() {
        const {count, level, kind} = this.props.item;
        const values = {count, kind: this.kinds[kind]};
        return level === "person"
            ? _t("%(count)s figures of people, by %(kind)s", values)
            : _t("%(count)s figures of the company, by %(kind)s", values);
    }

    get kinds() {
        return {
            day: _t("day"),
            week: _t("week"),
            month: _t("month"),
            quarter: _t("quarter"),
            year: _t("year"),
        };
    }

    /** When the people had their figures, in the user's words. */
    get period() {
        return periodName(this.props.item.kind, this.props.item.period);
    }

    get targetLabel() {
        const kind = this.kinds[this.props.item.kind];
        return this.props.item.level === "person"
            ? _t("Target of each person, by %s, for the next 12 months", kind)
            : _t("Target of the company, by %s, for the next 12 months", kind);
    }

    /** The figures that lie on this scale. */
    get bins() {
        return this.props.item.isComparable ? this.props.item.histogram : [];
    }

    get figures() {
        return this.props.item.isComparable ? this.props.item.people : [];
    }

    get people() {
        return this.figures.map((person) => ({
            ...person,
            text: `${plain(person.value, this.props.item.digits)} ${this.unit}`.trim(),
            band: bandOn(this.props.item.scale, person.value),
        }));
    }

    onScale(scale) {
        this.props.onChange({scale, isChanged: true, isSkipped: false});
    }

    /** A target that is a number, or none. */
    onTarget(ev) {
        const text = ev.target.value.trim().replace(",", ".");
        if (text === "" || isNumber(text)) {
            this.props.onChange({target: text, isChanged: true});
        } else {
            ev.target.value = this.props.item.target;
        }
    }
}
