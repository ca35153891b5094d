import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {differences, figure, percent, remarks, signOf, valueText} from "./board_format";
import {BoardTrend} from "./board_trend";

/** One figure at a glance: value, sign, trend, differences, target and rank. */
export class BoardCell extends Component {
    static template = "crm_kpi_scorecard.BoardCell";
    static components = {BoardTrend};
    static props = {cell: Object, column: Object, currency: Object};

    get value() {
        return valueText(this.props.cell, this.props.column, this.props.currency);
    }

    get hasValue() {
        return this.props.cell.value !== null && this.props.cell.state !== "error";
    }

    get sign() {
        return signOf(this.props.cell);
    }

    get remarks() {
        return remarks(this.props.cell);
    }

    get differences() {
        return differences(this.props.cell, this.props.column, this.props.currency);
    }

    get hasTrend() {
        return this.props.cell.trend.some((value) => value !== null);
    }

    get trendLabel() {
        return String(_t("Trend of the last %s periods", this.props.cell.trend.length));
    }

    /** The target bar: how full it is, and what it says. */
    get target() {
        const {cell, column, currency} = this.props;
        if (cell.target === null) {
            return null;
        }
        const whole = figure(cell.target, column, currency);
        if (cell.attainment === null) {
            return {width: 0, text: String(_t("target %s", whole))};
        }
        return {
            width: Math.max(0, Math.min(100, cell.attainment)),
            text: String(
                _t("%(part)s of %(target)s", {part: percent(cell.attainment), target: whole})
            ),
        };
    }
}
