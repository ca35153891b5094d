import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {formatDate} from "@web/core/l10n/dates";
import {formatFloat} from "@web/core/utils/numbers";
import {Dialog} from "@web/core/dialog/dialog";
import {
    colourOf,
    differences,
    figure,
    forecastText,
    moment,
    percent,
    periodName,
    remarks,
    signOf,
    valueText,
} from "./board_format";

const {DateTime} = luxon;
// Times are added up in seconds, which nobody reads.
const TIMES = ["hours", "minutes", "days"];

/** Where a figure comes from, what it means, and its records. */
export class BoardExplain extends Component {
    static template = "crm_kpi_scorecard.BoardExplain";
    static components = {Dialog};
    static props = {
        explained: Object,
        column: Object,
        cell: Object,
        kind: String,
        currency: Object,
        // Lists the records behind "numerator" or "denominator".
        open: Function,
        close: Function,
    };

    setup() {
        Object.assign(this, {moment});
    }

    get title() {
        const {name, subject} = this.props.explained;
        return `${name} · ${subject}`;
    }

    get value() {
        const {cell, column, currency} = this.props;
        return valueText(cell, column, currency);
    }

    get colour() {
        const colour = colourOf(this.props.cell);
        return colour ? `o_kpi_band_${colour}` : "";
    }

    get sign() {
        return signOf(this.props.cell);
    }

    get remarks() {
        return remarks(this.props.cell);
    }

    get period() {
        const {start, end} = this.props.explained.period;
        const name = periodName(this.props.kind, start);
        const days = [start, end].map((day) => formatDate(DateTime.fromISO(day)));
        return start === end ? name : `${name} (${days.join(" – ")})`;
    }

    get basis() {
        return this.props.explained.basis === "cohort"
            ? _t("By cohort: what became of those who began in the period")
            : _t("By period: what happened in it");
    }

    get forecast() {
        const {cell, column, currency} = this.props;
        return forecastText(cell, column, currency);
    }

    get differences() {
        const {cell, column, currency} = this.props;
        return differences(cell, column, currency);
    }

    get target() {
        const {cell, column, currency} = this.props;
        if (cell.target === null) {
            return "";
        }
        const whole = figure(cell.target, column, currency);
        return cell.attainment === null
            ? whole
            : _t("%(target)s, reached to %(part)s", {
                  target: whole,
                  part: percent(cell.attainment),
              });
    }

    /** What stands above and below the line. */
    get sides() {
        const {explained} = this.props;
        return ["numerator", "denominator"]
            .filter((which) => explained[which])
            .map((which) => ({which, ...explained[which], text: this.number(which)}));
    }

    openLabel({label}) {
        return _t("Open the records: %s", label);
    }

    number(which) {
        const {cell, column, currency} = this.props;
        const value = cell[which];
        if (value === null || TIMES.includes(column.unit)) {
            return "";
        }
        if (column.unit === "money" && which === "numerator") {
            return figure(value, column, currency);
        }
        return formatFloat(value, {digits: [16, 2], trailingZeros: false});
    }

    /** Whether a band of the scale is where the figure stands. */
    isHere(band) {
        const {cell} = this.props;
        return cell.state === "ok" && band.colour === cell.colour && band.meaning === cell.meaning;
    }

    restated(told) {
        const {column, currency} = this.props;
        return _t("%(old)s would be %(new)s", {
            old: figure(told.old, column, currency),
            new: figure(told.new, column, currency),
        });
    }

    open(which) {
        this.props.close();
        return this.props.open(which);
    }
}
