import {Component, onWillStart, onWillUnmount, useEffect, useRef} from "@odoo/owl";
import {loadBundle} from "@web/core/assets";
import {cookie} from "@web/core/browser/cookie";
import {getCustomColor} from "@web/core/colors/colors";

const LABEL = ["#374151", "#E4E4E4"];
const GRID = ["rgba(0,0,0,.1)", "rgba(255,255,255,.15)"];
const COLORS = {
    answered: ["#1a7f5a", "#43C5B1"],
    missed: ["#c0392b", "#EA6175"],
    outgoing: ["#3188E6", "#4EA7F2"],
};

/** The colour of a figure in the light or dark scheme that the page has. */
function color(shades) {
    return getCustomColor(cookie.get("color_scheme"), ...shades);
}

/** Stacked bars: one bar a row, one colour a figure; a click tells which. */
export class CallChart extends Component {
    static template = "crm_telephony_bridge.CallChart";
    static props = {
        title: String,
        rows: Array,
        series: Array,
        onPick: Function,
    };

    setup() {
        this.canvas = useRef("canvas");
        this.chart = null;
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => this.draw(),
            () => [this.props.rows]
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    get datasets() {
        return this.props.series.map(({name, label}) => ({
            label,
            data: this.props.rows.map((row) => row.figures[name] || 0),
            backgroundColor: color(COLORS[name]),
            stack: "calls",
            maxBarThickness: 48,
        }));
    }

    /** What a chart says, for those who hear it. */
    get spoken() {
        const said = this.props.rows.map((row) => {
            const parts = this.props.series.map(
                ({name, label}) => `${label} ${row.figures[name] || 0}`
            );
            return `${row.label}: ${parts.join(", ")}`;
        });
        return `${this.props.title}. ${said.join("; ")}`;
    }

    get options() {
        const ticks = {color: color(LABEL), precision: 0, maxRotation: 0, autoSkipPadding: 8};
        const grid = {color: color(GRID)};
        return {
            responsive: true,
            maintainAspectRatio: false,
            animation: false,
            scales: {
                x: {stacked: true, ticks, grid: {display: false}},
                y: {stacked: true, beginAtZero: true, ticks, grid},
            },
            plugins: {legend: {position: "bottom", labels: {color: color(LABEL), boxWidth: 12}}},
            onClick: (event, [element]) => this.pick(element),
        };
    }

    pick(element) {
        if (element) {
            const {name} = this.props.series[element.datasetIndex];
            this.props.onPick(name, this.props.rows[element.index]);
        }
    }

    draw() {
        this.chart?.destroy();
        this.chart = new Chart(this.canvas.el, {
            type: "bar",
            data: {labels: this.props.rows.map((row) => row.label), datasets: this.datasets},
            options: this.options,
        });
    }
}
