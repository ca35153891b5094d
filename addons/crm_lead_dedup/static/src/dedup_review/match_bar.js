import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {percent, signed} from "../dedup_explain/figures";

/** How a level is said: a sign, for colours alone say nothing to some. */
const ICONS = {same: "fa-check", close: "fa-check", part: "fa-adjust", differs: "fa-times"};

/** What the base as a whole says is no reason a person would give. */
const QUIET = ["prior"];

const STATES = {
    confirmed: _t("said to be the same"),
    dismissed: _t("said not to be the same"),
    merged: _t("merged"),
};

/** The reasons of a pair that a person can see, the weightiest first. */
export function reasons(pair) {
    return (pair.explanation || [])
        .filter((line) => !QUIET.includes(line.level) && !QUIET.includes(line.field))
        .filter((line) => Math.abs(line.contribution) >= 0.05)
        .sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution))
        .map((line) => ({
            ...line,
            icon: ICONS[line.level] || "fa-circle-o",
            className: line.contribution < 0 ? "text-danger" : "text-success",
            signed: signed(line.contribution),
        }));
}

/** The probability of a pair as a bar, and why. */
export class MatchBar extends Component {
    static template = "crm_lead_dedup.MatchBar";
    static props = {pair: Object, limit: {type: Number, optional: true}};
    static defaultProps = {limit: 4};

    get percent() {
        return percent(this.props.pair.probability);
    }

    get width() {
        return `width: ${Math.max(2, Math.round(100 * this.props.pair.probability))}%`;
    }

    get related() {
        return this.props.pair.relation === "related";
    }

    get stateLabel() {
        return STATES[this.props.pair.state] || "";
    }

    get barClass() {
        if (this.related) {
            return "bg-secondary";
        }
        return this.props.pair.tier === "automatic" ? "bg-success" : "bg-warning";
    }

    get reasons() {
        return reasons(this.props.pair).slice(0, this.props.limit);
    }
}
