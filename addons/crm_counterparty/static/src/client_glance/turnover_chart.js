import {Component, onWillStart, onWillUnmount, useEffect, useRef} from "@odoo/owl";
import {loadBundle} from "@web/core/assets";
import {deserializeDate} from "@web/core/l10n/dates";

/** Twelve months as small bars: which way it goes matters, not the single amount. */
export class TurnoverChart extends Component {
    static template = "crm_counterparty.TurnoverChart";
    static props = {months: Array, format: Function};

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => this.draw(),
            () => [JSON.stringify(this.props.months)]
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    draw() {
        this.chart?.destroy();
        const style = getComputedStyle(this.canvas.el);
        const color = style.getPropertyValue("--o-glance-bar").trim() || style.color;
        const names = this.props.months.map(([month]) =>
            deserializeDate(month).toFormat("LLLL yyyy")
        );
        this.chart = new Chart(this.canvas.el, {
            type: "bar",
            data: {
                labels: names,
                datasets: [{data: this.props.months.map(([, sum]) => sum), backgroundColor: color}],
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                plugins: {
                    legend: {display: false},
                    tooltip: {callbacks: {label: (item) => this.props.format(item.raw)}},
                },
                scales: {
                    x: {display: false},
                    y: {display: false, beginAtZero: true},
                },
            },
        });
    }
}
