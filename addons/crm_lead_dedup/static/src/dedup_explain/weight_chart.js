import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {percent, probability, signed} from "./figures";

const LEVELS = {
    same: {words: _t("the same"), icon: "fa-check"},
    close: {words: _t("nearly the same"), icon: "fa-check"},
    part: {words: _t("partly"), icon: "fa-adjust"},
    differs: {words: _t("different"), icon: "fa-times"},
};
// Room beside the outermost bar, as a part of the width.
const MARGIN = 0.04;
// Percent of the track that a label and a gap take.
const LABEL = 25;

/**
 * How the weight of a pair came about: from what speaks against any two cards, each comparison
 * takes it to the right (for) or to the left (against), past the thresholds or not.
 */
export class WeightChart extends Component {
    static template = "crm_lead_dedup.WeightChart";
    static props = {
        explanation: Array,
        weight: Number,
        review: Number,
        automatic: Number,
    };

    /** The prior, then the comparisons from the strongest for to the strongest against. */
    get lines() {
        const isPrior = (line) => line.level === "prior";
        const {explanation} = this.props;
        return [
            ...explanation.filter(isPrior),
            ...explanation
                .filter((line) => !isPrior(line))
                .sort((one, other) => other.contribution - one.contribution),
        ];
    }

    /** Where the running sum stands before and after each line. */
    get steps() {
        let sum = 0;
        return this.lines.map((line) => {
            const from = sum;
            sum += line.contribution;
            return {line, from, to: sum};
        });
    }

    get scale() {
        const {review, automatic, weight} = this.props;
        const points = [0, review, automatic, weight, ...this.steps.map((step) => step.to)];
        const least = Math.min(...points);
        const range = Math.max(...points) - least || 1;
        return (value) => 100 * (MARGIN + ((value - least) / range) * (1 - 2 * MARGIN));
    }

    get rows() {
        const place = this.scale;
        return this.steps.map(({line, from, to}) => {
            const [low, high] = [Math.min(from, to), Math.max(from, to)].map(place);
            const level = LEVELS[line.level];
            return {
                ...line,
                ...level,
                same: line.left === line.right,
                signed: signed(line.contribution),
                side: line.contribution < 0 ? "against" : "for",
                bar: `inset-inline-start: ${low}%; width: ${Math.max(high - low, 0.4)}%`,
                end: `inset-inline-start: ${place(to)}%`,
                title: _t("Now at %s", percent(probability(to))),
            };
        });
    }

    get total() {
        return {
            signed: signed(this.props.weight),
            percent: percent(probability(this.props.weight)),
            style: `inset-inline-start: ${this.scale(this.props.weight)}%`,
        };
    }

    get thresholds() {
        const {review, automatic} = this.props;
        const shares = [this.scale(review), this.scale(automatic)];
        // Labels of lines that stand close to each other part to both sides.
        const parted = Math.abs(shares[1] - shares[0]) < LABEL;
        return [
            {name: "review", words: _t("shown"), value: review},
            {name: "automatic", words: _t("certain"), value: automatic},
        ].map((line, index) => ({
            ...line,
            percent: percent(probability(line.value)),
            style: `inset-inline-start: ${shares[index]}%`,
            // A label near the edge stays inside.
            label: `transform: translateX(-${parted ? 100 - 100 * index : shares[index]}%)`,
        }));
    }
}
