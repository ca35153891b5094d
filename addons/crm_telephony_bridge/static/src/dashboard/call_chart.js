import {Component, onWillStart, onWillUnmount, useEffect, useRef} from "@odoo/owl";
import {loadBundle} from "@web/core/assets";

// To be told apart on a light and on a dark page.
const COLORS = {answered: "#1f8f68", missed: "#d1495b", outgoing: "#3188e6"};
const GRID = "rgba(128, 128, 128, .25)";

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
            backgroundColor: COLORS[name],
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
        // The page's own ink, whatever its colours are.
        const ink = getComputedStyle(this.canvas.el).color;
        const ticks = {color: ink, precision: 0, maxRotation: 0, autoSkipPadding: 8};
        const grid = {color: GRID};
        return {
            responsive: true,
            maintainAspectRatio: false,
            animation: false,
            scales: {
                x: {stacked: true, ticks, grid: {display: false}},
                y: {stacked: true, beginAtZero: true, ticks, grid},
            },
            plugins: {legend: {position: "bottom", labels: {color: ink, boxWidth: 12}}},
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
