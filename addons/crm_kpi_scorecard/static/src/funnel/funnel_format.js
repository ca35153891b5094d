import {_t} from "@web/core/l10n/translation";
import {formatDate} from "@web/core/l10n/dates";
import {formatFloat} from "@web/core/utils/numbers";

const {DateTime} = luxon;

/** A part as people read it; a dash where there is nothing to divide by. */
export function percent(value) {
    return value === null || value === undefined
        ? "–"
        : _t("%s %", formatFloat(value, {digits: [16, 1], trailingZeros: false}));
}

/** How long something took, in the unit one would say it in. */
export function duration(hours) {
    if (hours === null || hours === undefined) {
        return "–";
    }
    const said = (value) => formatFloat(value, {digits: [16, 1], trailingZeros: false});
    if (hours < 1) {
        return _t("%s min", said(Math.round(hours * 60)));
    }
    return hours < 48 ? _t("%s h", said(hours)) : _t("%s days", said(hours / 24));
}

/** An amount in the company's currency. */
export function money(amount, {symbol, position, digits}) {
    const number = formatFloat(amount, {digits: [16, digits], trailingZeros: false});
    return position === "before" ? `${symbol} ${number}` : `${number} ${symbol}`;
}

/** The days of a series, as the user writes dates. */
export function days({date_from: first, date_to: last}) {
    const [since, until] = [first, last].map((day) => formatDate(DateTime.fromISO(day)));
    return since === until ? since : `${since} – ${until}`;
}
