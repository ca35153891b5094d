import {byLow, faults, isEmpty} from "./bands";
import {compare, exact, floor, plain} from "./decimal";

/**
 * A scale while it is edited: bands in order, and the limits between them, so that gaps and
 * overlaps cannot be. Nothing is changed in place.
 *
 * {low, high: the declared range or null,
 *  limits: [{at: "20", above: the limit belongs to the band above it}],
 *  bands: [{colour, sign, name, …}]}, one band more than limits
 */

export const SIGNS = {grey: "–", red: "▼", yellow: "!", green: "✓", orange: "▲", blue: "●"};
export const COLOURS = Object.keys(SIGNS);

/** The scale that rows of bands make; null where they have gaps or overlaps. */
export function scaleOf(rows, {low = null, high = null} = {}) {
    if (!rows.length) {
        return {low, high, limits: [], bands: []};
    }
    if (faults(rows, low, high).length) {
        return null;
    }
    const order = [...rows].sort(byLow);
    return {
        low,
        high,
        limits: order.slice(1).map((row) => ({at: plain(row.low), above: Boolean(row.low_in)})),
        bands: order,
    };
}

/** The bands of a scale, each with its own limits. */
export function rowsOf({low, high, limits, bands}) {
    return bands.map((band, index) => {
        const below = limits[index - 1];
        const above = limits[index];
        return {
            ...band,
            low: below ? below.at : low,
            low_in: below ? below.above : true,
            high: above ? above.at : high,
            high_in: above ? !above.above : high !== null,
        };
    });
}

/** Whether a value is strictly inside of two limits; null: endless. */
function isBetween(value, below, above) {
    return (
        (below === null || compare(value, below) > 0) &&
        (above === null || compare(value, above) < 0)
    );
}

/** Rows with gaps and overlaps closed: where a band begins, the one before it ends. */
export function repaired(rows, {low = null, high = null} = {}) {
    const bands = rows.filter((row) => !isEmpty(row)).sort(byLow);
    const limits = [];
    const kept = bands.slice(0, 1);
    for (const band of bands.slice(1)) {
        const last = limits.length ? limits[limits.length - 1].at : low;
        if (band.low !== null && isBetween(band.low, last, high)) {
            limits.push({at: plain(band.low), above: Boolean(band.low_in)});
            kept.push(band);
        }
    }
    return {low, high, limits, bands: kept};
}

/** 1, 2 or 5 times a power of ten, as {m, e}: a hundredth of what is shown, or a little more. */
export function stepFor(span, parts = 100) {
    const wanted = span > 0 && Number.isFinite(span) ? span / parts : 1;
    const e = Math.max(Math.floor(Math.log10(wanted)), -6);
    for (const m of [1, 2, 5]) {
        if (m * 10 ** e >= wanted * 0.999999) {
            return {m, e};
        }
    }
    return {m: 1, e: e + 1};
}

function stepSize({m, e}) {
    return e < 0
        ? {num: BigInt(m), den: 10n ** BigInt(-e)}
        : {num: BigInt(m) * 10n ** BigInt(e), den: 1n};
}

function times(count, size) {
    return plain({num: count * size.num, den: size.den});
}

/** So many steps away on the grid; a value between two lines goes to the next line. */
export function stepped(value, step, count) {
    const size = stepSize(step);
    const {num, den} = exact(value);
    const quotient = {num: num * size.den, den: den * size.num};
    const line = floor(quotient);
    const isOnLine = line * quotient.den === quotient.num;
    return times(line + BigInt(count) + (count < 0 && !isOnLine ? 1n : 0n), size);
}

/** The line of the grid nearest to where somebody points. */
export function snapped(float, step) {
    const size = stepSize(step);
    return times(BigInt(Math.round((float * Number(size.den)) / Number(size.num))), size);
}

/** A limit moved; it stays between its neighbours. */
export function moveLimit(scale, index, at, step) {
    const {limits, low, high} = scale;
    const below = index ? limits[index - 1].at : low;
    const above = index + 1 < limits.length ? limits[index + 1].at : high;
    const candidates = [at];
    if (below !== null && step) {
        candidates.push(stepped(below, step, 1));
    }
    if (above !== null && step) {
        candidates.push(stepped(above, step, -1));
    }
    // Beyond a neighbour: one step before it, on this side.
    const isBeyond = above !== null && compare(at, above) >= 0;
    const order = isBeyond ? candidates.reverse() : candidates;
    const wanted = order.find((one) => isBetween(one, below, above));
    return wanted === undefined ? scale : withLimit(scale, index, {at: plain(wanted)});
}

function withLimit(scale, index, values) {
    const change = (limit, number) => (number === index ? {...limit, ...values} : limit);
    return {...scale, limits: scale.limits.map(change)};
}

/** The limit itself goes to the band on its other side. */
export function toggleLimit(scale, index) {
    return withLimit(scale, index, {above: !scale.limits[index].above});
}

/** Another colour, sign or meaning; a new colour brings its sign, unless the sign was chosen. */
export function changeBand(scale, index, values) {
    const band = scale.bands[index];
    const isOwnSign = band.sign && !Object.values(SIGNS).includes(band.sign);
    const sign = values.colour && !isOwnSign ? {sign: SIGNS[values.colour]} : {};
    const bands = scale.bands.map((one, number) =>
        number === index ? {...one, ...sign, ...values} : one
    );
    return {...scale, bands};
}

/** A new band above another one, from a value on; the first band takes everything. */
export function splitBand(scale, index, at, band) {
    if (!scale.bands.length) {
        return {...scale, bands: [band]};
    }
    const {limits, bands} = scale;
    return {
        ...scale,
        limits: [...limits.slice(0, index), {at: plain(at), above: true}, ...limits.slice(index)],
        bands: [...bands.slice(0, index + 1), band, ...bands.slice(index + 1)],
    };
}

/** Without a band; the one below it (of the first, the one above it) takes its place. */
export function removeBand(scale, index) {
    const gone = Math.max(index - 1, 0);
    return {
        ...scale,
        limits: scale.limits.filter((_limit, number) => number !== gone),
        bands: scale.bands.filter((_band, number) => number !== index),
    };
}
