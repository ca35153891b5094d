import {compare} from "./decimal";

/**
 * Scales of bands, the same as tools/bands.py: ordered intervals on which an exact value has one
 * place. A band is {low, high, low_in, high_in, …}; a limit that is null is infinite, others are
 * anything that `exact` reads.
 */

/** A value that the declared range of a scale does not have. */
export class OutsideScale extends Error {}

const isNone = (limit) => limit === null || limit === undefined;

/** Whether no value can be in a band. */
export function isEmpty({low, high, low_in, high_in}) {
    if (isNone(low) || isNone(high)) {
        return false;
    }
    const order = compare(low, high);
    return order === 0 ? !(low_in && high_in) : order > 0;
}

/** Whether a value is in a band. */
export function has({low, high, low_in, high_in}, value) {
    if (!isNone(low)) {
        const order = compare(value, low);
        if (order < 0 || (order === 0 && !low_in)) {
            return false;
        }
    }
    if (isNone(high)) {
        return true;
    }
    const order = compare(value, high);
    return order < 0 || (order === 0 && Boolean(high_in));
}

/**
 * The band of a value; null where there is no value or no band.
 *
 * @throws {OutsideScale} a value that the declared range does not have
 */
export function place(value, bands, low = null, high = null) {
    if (isNone(value)) {
        return null;
    }
    if ((!isNone(low) && compare(value, low) < 0) || (!isNone(high) && compare(value, high) > 0)) {
        throw new OutsideScale(`outside the scale: ${value}`);
    }
    return [...bands].sort(byLow).find((band) => has(band, value)) || null;
}

/** In the order of where bands begin. */
export function byLow(first, second) {
    if (isNone(first.low) || isNone(second.low)) {
        return Number(isNone(second.low)) - Number(isNone(first.low));
    }
    return compare(first.low, second.low) || Number(second.low_in) - Number(first.low_in);
}

function byHigh(first, second) {
    if (isNone(first.high) || isNone(second.high)) {
        return Number(isNone(first.high)) - Number(isNone(second.high));
    }
    return (
        compare(first.high, second.high) ||
        Number(Boolean(first.high_in)) - Number(Boolean(second.high_in))
    );
}

/** Whether the outermost band does not end just where the range does. */
function opens(end, isIn, wanted) {
    if (isNone(wanted)) {
        return !isNone(end);
    }
    return isNone(end) || compare(end, wanted) !== 0 || !isIn;
}

function between(first, second) {
    if (isNone(first.high) || isNone(second.low) || compare(second.low, first.high) < 0) {
        return {kind: "overlap", first, second, at: second.low};
    }
    if (compare(second.low, first.high) > 0 || !(first.high_in || second.low_in)) {
        return {kind: "gap", first, second, at: first.high};
    }
    if (first.high_in && second.low_in) {
        return {kind: "overlap", first, second, at: second.low};
    }
    return null;
}

/** What is wrong: gaps, overlaps, bands without values, ends left open; [] where nothing is. */
export function faults(bands, low = null, high = null) {
    const found = bands
        .filter(isEmpty)
        .map((band) => ({kind: "empty", first: band, second: null, at: band.low}));
    const order = bands.filter((band) => !isEmpty(band)).sort(byLow);
    if (!order.length) {
        const nobody = {first: null, second: null};
        return [...found, {kind: "start", ...nobody, at: low}, {kind: "end", ...nobody, at: high}];
    }
    let furthest = order[0];
    if (opens(furthest.low, furthest.low_in, low)) {
        found.push({kind: "start", first: null, second: furthest, at: low});
    }
    for (const band of order.slice(1)) {
        const fault = between(furthest, band);
        if (fault) {
            found.push(fault);
        }
        furthest = byHigh(furthest, band) < 0 ? band : furthest;
    }
    if (opens(furthest.high, furthest.high_in, high)) {
        found.push({kind: "end", first: furthest, second: null, at: high});
    }
    return found;
}
