import {_t} from "@web/core/l10n/translation";
import {deserializeDateTime, formatDate, formatDateTime} from "@web/core/l10n/dates";
import {formatFloat} from "@web/core/utils/numbers";
import {wallValue} from "@crm_kpi_scorecard/wall/wall_value";

const {DateTime} = luxon;

// From here on nobody compares cents at a glance.
const LARGE = 1000;

// A cell the server tells nothing about: no data, which is not 0.
const NO_DATA = {
    value: null,
    state: "no_data",
    colour: null,
    sign: "",
    meaning: "",
    advice: "",
    sample: 0,
    numerator: null,
    denominator: null,
    trend: [],
    previous: null,
    change: null,
    year_ago: null,
    year_change: null,
    target: null,
    attainment: null,
    forecast: null,
    elapsed: null,
    rank: null,
    note: "",
    error: "",
    restated: false,
};

/** The cell of a row under a KPI, complete. */
export function cellOf(row, column) {
    return {...NO_DATA, ...row.cells[column.id]};
}

/** A number with the unit of its KPI; of a rough currency large amounts in whole units. */
export function figure(value, column, currency) {
    const isWhole = currency.isRough && Math.abs(value) >= LARGE;
    const digits = isWhole ? 0 : currency.digits;
    return String(wallValue(value, {...column, currency: {...currency, digits}}));
}

/** What stands in a cell where others have their number. */
export function valueText(cell, column, currency) {
    if (cell.state === "error") {
        return String(_t("error"));
    }
    return cell.value === null ? String(_t("no data")) : figure(cell.value, column, currency);
}

/** The colour of a cell; figures of a small sample are grey whatever they are. */
export function colourOf(cell) {
    if (cell.state === "small") {
        return "grey";
    }
    return cell.value === null || cell.state === "error" ? "" : cell.colour || "";
}

/** The sign beside the colour. */
export function signOf(cell) {
    if (cell.state === "error" || cell.state === "outside") {
        return "⚠";
    }
    if (cell.state === "small") {
        return "–";
    }
    return colourOf(cell) ? cell.sign : "";
}

/** What else must be said of a figure at a glance. */
export function remarks(cell) {
    const said = {
        small: _t("small sample (%s)", cell.sample),
        error: _t("cannot be computed"),
        outside: _t("outside the scale"),
    };
    return [said[cell.state], cell.note].filter(Boolean).map(String);
}

function bare(value, digits = 1) {
    return formatFloat(value, {digits: [16, digits], trailingZeros: false});
}

/** A part of the whole, in percent. */
export function percent(value) {
    return String(_t("%s %", bare(value)));
}

/** How far a figure went from another: an arrow and by how much; nothing to compare with: null. */
export function difference({now, then, change, column, currency}) {
    if (now === null || then === null) {
        return null;
    }
    const by = now - then;
    const arrows = {"-1": "↓", 0: "→", 1: "↑"};
    const arrow = arrows[Math.sign(by)];
    if (column.unit === "percent") {
        return `${arrow} ${_t("%s points", bare(Math.abs(by), Math.max(1, column.digits)))}`;
    }
    const isCounted = change === null;
    return `${arrow} ${isCounted ? figure(Math.abs(by), column, currency) : percent(Math.abs(change))}`;
}

/** Compared with the period before and with the same one a year ago. */
export function differences(cell, column, currency) {
    const about = {now: cell.value, column, currency};
    const {previous, change, year_ago: yearAgo, year_change: yearChange} = cell;
    const before = difference({...about, then: previous, change});
    const year = difference({...about, then: yearAgo, change: yearChange});
    const told = [];
    if (before) {
        const title = _t("The period before: %s", figure(previous, column, currency));
        told.push({key: "before", label: "", text: before, title: String(title)});
    }
    if (year) {
        const title = _t("A year ago: %s", figure(yearAgo, column, currency));
        told.push({key: "year", label: String(_t("year")), text: year, title: String(title)});
    }
    return told;
}

/** Where an open period is going, in words; nothing for others. */
export function forecastText(cell, column, currency) {
    if (cell.forecast === null || !cell.elapsed) {
        return "";
    }
    const [elapsed, all] = cell.elapsed;
    const forecast = figure(cell.forecast, column, currency);
    return String(
        _t("At this pace: %(forecast)s at the end (%(elapsed)s of %(all)s working days over)", {
            forecast,
            elapsed,
            all,
        })
    );
}

/** A period as people call it. */
export function periodName(kind, start) {
    const day = DateTime.fromISO(start);
    switch (kind) {
        case "day":
            return formatDate(day);
        case "week":
            return String(
                _t("Week %(week)s, %(year)s", {week: day.weekNumber, year: day.weekYear})
            );
        case "month":
            return day.toFormat("LLLL yyyy");
        case "quarter":
            return String(
                _t("Quarter %(quarter)s, %(year)s", {quarter: day.quarter, year: day.year})
            );
        default:
            return day.toFormat("yyyy");
    }
}

/** A moment the server told, on the user's clock. */
export function moment(text) {
    return text ? formatDateTime(deserializeDateTime(text)) : "";
}
