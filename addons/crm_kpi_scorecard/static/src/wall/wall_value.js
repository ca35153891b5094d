import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/core/utils/numbers";

/** A value of the contest's KPI, with its unit; a dash where there is none. */
export function wallValue(value, {unit, digits, currency}) {
    if (value === null) {
        return "–";
    }
    const number = formatFloat(value, {digits: [16, unit === "money" ? currency.digits : digits]});
    if (unit === "money") {
        const {symbol, position} = currency;
        return position === "before" ? `${symbol} ${number}` : `${number} ${symbol}`;
    }
    const said = {
        percent: _t("%s %", number),
        hours: _t("%s h", number),
        days: _t("%s days", number),
        minutes: _t("%s min", number),
    };
    return said[unit] || number;
}
