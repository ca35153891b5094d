import {_t} from "@web/core/l10n/translation";

/** A length of time as people say it: "45 s", "3 min", "2 h 05 min". */
export function duration(seconds) {
    const whole = Math.round(seconds || 0);
    if (whole < 60) {
        return _t("%s s", whole);
    }
    const minutes = Math.round(whole / 60);
    if (minutes < 60) {
        return _t("%s min", minutes);
    }
    const rest = String(minutes % 60).padStart(2, "0");
    return _t("%(hours)s h %(minutes)s min", {hours: Math.floor(minutes / 60), minutes: rest});
}

/** A part of a whole in per cent, "" when there is no whole. */
export function share(part, whole) {
    return whole ? `${Math.round((100 * part) / whole)} %` : "";
}

/** Calls per won deal: "2.5", a dash without a deal. */
export function ratio(value) {
    return value === null || value === undefined || value === false
        ? "–"
        : String(Math.round(10 * value) / 10);
}
