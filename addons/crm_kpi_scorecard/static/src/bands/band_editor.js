import {_t} from "@web/core/l10n/translation";
import {Component, onWillUpdateProps, useState} from "@odoo/owl";
import {BandScale} from "./band_scale";
import {isNumber, toFloat} from "./decimal";
import {
    changeBand,
    COLOURS,
    moveLimit,
    removeBand,
    rowsOf,
    SIGNS,
    snapped,
    splitBand,
    stepFor,
    toggleLimit,
} from "./scale";
import {viewOf} from "./scale_view";

const MOST = 30;

/** A scale with what can be done to it: move, give a limit away, colour, add, remove, undo. */
export class BandEditor extends Component {
    static template = "crm_kpi_scorecard.BandEditor";
    static components = {BandScale};
    static props = {
        scale: Object,
        // (scale, isFinal): not final while a limit is dragged.
        onChange: Function,
        bins: {type: Array, optional: true},
        figures: {type: Array, optional: true},
        readonly: {type: Boolean, optional: true},
        unit: {type: String, optional: true},
    };
    static defaultProps = {bins: [], figures: [], readonly: false, unit: ""};

    setup() {
        this.colours = [
            {key: "grey", name: _t("Grey")},
            {key: "red", name: _t("Red")},
            {key: "yellow", name: _t("Yellow")},
            {key: "green", name: _t("Green")},
            {key: "orange", name: _t("Orange")},
            {key: "blue", name: _t("Blue")},
        ];
        this.signs = SIGNS;
        this.state = useState({selected: 0, past: []});
        this.settled = this.props.scale;
        this.told = this.props.scale;
        onWillUpdateProps(({scale}) => {
            // Changed by somebody else (the list below, Discard): there is nothing to undo here.
            if (JSON.stringify(rowsOf(scale)) !== JSON.stringify(rowsOf(this.told))) {
                this.settled = scale;
                this.told = scale;
                this.state.past = [];
            }
        });
    }

    get selected() {
        return Math.min(this.state.selected, this.props.scale.bands.length - 1);
    }

    get row() {
        return rowsOf(this.props.scale)[this.selected];
    }

    get isFull() {
        return this.props.scale.bands.length >= MOST;
    }

    change(scale, isFinal = true) {
        this.told = scale;
        if (isFinal && scale !== this.settled) {
            this.state.past.push(this.settled);
            this.settled = scale;
        }
        this.props.onChange(scale, isFinal);
    }

    undo() {
        const scale = this.state.past.pop();
        this.settled = scale;
        this.told = scale;
        this.props.onChange(scale, true);
    }

    set(values) {
        this.change(changeBand(this.props.scale, this.selected, values));
    }

    /** A limit typed exactly; what is no number is not taken. */
    type(ev, index) {
        const input = ev.target;
        const text = input.value.trim().replace(",", ".");
        if (isNumber(text)) {
            this.change(moveLimit(this.props.scale, index, text));
        }
        input.value = this.props.scale.limits[index].at;
    }

    toggle(index) {
        this.change(toggleLimit(this.props.scale, index));
    }

    /** The selected band in two, in its middle. */
    add() {
        const {scale} = this.props;
        const view = viewOf(scale, this.props);
        const row = this.row;
        const low = row && row.low !== null ? toFloat(row.low) : view.from;
        const high = row && row.high !== null ? toFloat(row.high) : view.to;
        const at = snapped((low + high) / 2, stepFor(high - low));
        const used = new Set(scale.bands.map(({colour}) => colour));
        const colour = COLOURS.slice(1).find((one) => !used.has(one)) || "grey";
        const band = {colour, sign: SIGNS[colour], name: _t("New band"), advice: ""};
        const index = this.selected;
        this.change(splitBand(scale, index, at, band));
        this.state.selected = index + 1;
    }

    remove() {
        this.change(removeBand(this.props.scale, this.selected));
    }
}
