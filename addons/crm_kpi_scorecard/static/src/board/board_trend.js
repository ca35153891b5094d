import {Component} from "@odoo/owl";

export const WIDTH = 110;
export const HEIGHT = 24;
// Lines are not cut at the edge.
const MARGIN = 3;

/**
 * The points of a trend; periods without data are gaps, not zeros.
 *
 * @param {(number|null)[]} values oldest first
 * @returns {{x: number, y: number}[][]} runs of points that hang together
 */
export function trendRuns(values, width = WIDTH, height = HEIGHT) {
    const known = values.filter((value) => value !== null);
    const [low, high] = [Math.min(...known), Math.max(...known)];
    const step = (width - 2 * MARGIN) / Math.max(1, values.length - 1);
    const room = height - 2 * MARGIN;
    const runs = [];
    let open = false;
    values.forEach((value, index) => {
        if (value === null) {
            open = false;
            return;
        }
        if (!open) {
            runs.push([]);
            open = true;
        }
        const part = high === low ? 0.5 : (value - low) / (high - low);
        runs.at(-1).push({x: MARGIN + index * step, y: MARGIN + (1 - part) * room});
    });
    return runs;
}

const place = ({x, y}) => `${x.toFixed(1)},${y.toFixed(1)}`;

/** A small line of the last periods. */
export class BoardTrend extends Component {
    static template = "crm_kpi_scorecard.BoardTrend";
    static props = {values: Array, label: String};

    setup() {
        Object.assign(this, {WIDTH, HEIGHT});
    }

    get runs() {
        return trendRuns(this.props.values);
    }

    get lines() {
        return this.runs.filter((run) => run.length > 1).map((run) => run.map(place).join(" "));
    }

    /** Points without neighbours, and the last one, which is the figure above. */
    get dots() {
        const {runs} = this;
        const dots = runs.filter((run) => run.length === 1).map(([point]) => point);
        const isNow = this.props.values.length && this.props.values.at(-1) !== null;
        if (isNow && runs.at(-1).length > 1) {
            dots.push(runs.at(-1).at(-1));
        }
        return dots;
    }
}
