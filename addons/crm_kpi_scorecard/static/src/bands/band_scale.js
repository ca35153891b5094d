import {_t} from "@web/core/l10n/translation";
import {Component, onWillUnmount, useRef} from "@odoo/owl";
import {moveLimit, snapped, stepFor, stepped, toggleLimit} from "./scale";
import {bandOn, piecesOf, segmentsOf, viewOf, xOf} from "./scale_view";

// Pixels a pointer may tremble in a click.
const TREMOR = 3;
const STEPS = {ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10};

/**
 * A scale drawn: bands with colour, sign and meaning, limits to drag, and the columns of a histogram
 * above them in the colours of the bands.
 */
export class BandScale extends Component {
    static template = "crm_kpi_scorecard.BandScale";
    static props = {
        scale: Object,
        // (scale, isFinal): not final while a limit is dragged.
        onChange: Function,
        onSelect: {type: Function, optional: true},
        selected: {type: Number, optional: true},
        bins: {type: Array, optional: true},
        // Figures of people: [{id, name, value}].
        figures: {type: Array, optional: true},
        readonly: {type: Boolean, optional: true},
        unit: {type: String, optional: true},
    };
    static defaultProps = {bins: [], figures: [], readonly: false, unit: "", selected: -1};

    setup() {
        this.root = useRef("root");
        this.dragged = null;
        this.listeners = {
            pointermove: (ev) => this.onMove(ev),
            pointerup: (ev) => this.onUp(ev),
            pointercancel: () => this.onCancel(),
        };
        onWillUnmount(() => this.release());
    }

    // ------------------------------------------------------------------
    // What is drawn
    // ------------------------------------------------------------------

    /** While a limit is dragged the drawing does not move under the pointer. */
    get view() {
        const values = this.props.figures.map(({value}) => value);
        return this.dragged?.view || viewOf(this.props.scale, {bins: this.props.bins, values});
    }

    get step() {
        return stepFor(this.view.to - this.view.from);
    }

    get drawn() {
        const {scale, bins, figures} = this.props;
        const {view} = this;
        const segments = segmentsOf(scale, view, this.env.isSmall);
        return {
            segments,
            pieces: piecesOf(bins, segments, view),
            limits: scale.limits.map((limit, index) => ({...limit, index, x: xOf(view, limit.at)})),
            figures: figures.map((figure) => ({
                ...figure,
                x: xOf(view, figure.value),
                colour: bandOn(scale, figure.value)?.colour || "grey",
            })),
        };
    }

    /** What a screen reader says of a limit. */
    limitText({at, above, index}) {
        const {bands} = this.props.scale;
        const owner = bands[above ? index + 1 : index];
        return _t("%(value)s, belongs to “%(band)s”", {
            value: `${at} ${this.props.unit}`.trim(),
            band: owner.name || owner.sign,
        });
    }

    sideText({at, above}) {
        return `${above ? "≥" : "≤"} ${at}`;
    }

    barText({bin}) {
        return _t("%(low)s to %(high)s: %(count)s", {...bin});
    }

    // ------------------------------------------------------------------
    // Mouse and touch
    // ------------------------------------------------------------------

    onDown(ev, index) {
        if (this.props.readonly || ev.button) {
            return;
        }
        ev.preventDefault();
        ev.currentTarget.focus();
        const {view, step} = this;
        this.dragged = {index, view, step, x: ev.clientX, before: this.props.scale, moved: false};
        for (const [type, listener] of Object.entries(this.listeners)) {
            document.addEventListener(type, listener);
        }
    }

    onMove(ev) {
        const {index, view, step, x, moved} = this.dragged;
        if (!ev.buttons) {
            // Let go where nobody saw it, outside of the window.
            this.onUp();
            return;
        }
        if (!moved && Math.abs(ev.clientX - x) <= TREMOR) {
            return;
        }
        this.dragged.moved = true;
        const box = this.root.el.getBoundingClientRect();
        const value = view.from + ((ev.clientX - box.left) / box.width) * (view.to - view.from);
        this.props.onChange(moveLimit(this.props.scale, index, snapped(value, step), step), false);
    }

    /** Dropped where it is; a click without a move gives the limit to the other band. */
    onUp() {
        const {index, moved} = this.dragged;
        const {scale} = this.props;
        this.release();
        this.props.onChange(moved ? scale : toggleLimit(scale, index), true);
    }

    onCancel() {
        const {before} = this.dragged;
        this.release();
        this.props.onChange(before, false);
    }

    release() {
        this.dragged = null;
        for (const [type, listener] of Object.entries(this.listeners)) {
            document.removeEventListener(type, listener);
        }
    }

    // ------------------------------------------------------------------
    // Keyboard
    // ------------------------------------------------------------------

    onKeydown(ev, index) {
        const {scale, readonly} = this.props;
        if (readonly) {
            return;
        }
        const count = STEPS[ev.key] * (ev.shiftKey ? 10 : 1);
        let changed = null;
        if (count) {
            const at = stepped(scale.limits[index].at, this.step, count);
            changed = moveLimit(scale, index, at, this.step);
        } else if (ev.key === " " || ev.key === "Enter") {
            changed = toggleLimit(scale, index);
        }
        if (changed) {
            ev.preventDefault();
            ev.stopPropagation();
            this.props.onChange(changed, true);
        }
    }

    select(index) {
        this.props.onSelect?.(index);
    }

    onSegmentKeydown(ev, index) {
        if (ev.key === " " || ev.key === "Enter") {
            ev.preventDefault();
            this.select(index);
        }
    }
}
