import {has} from "./bands";
import {toFloat} from "./decimal";
import {rowsOf} from "./scale";

/** Where things stand on the drawing of a scale, in percent of its width. */

const MARGIN = 0.1;

/**
 * What part of the numbers is drawn: the limits, the figures and some room, or the declared range.
 */
export function viewOf(scale, {bins = [], values = []} = {}) {
    const ends = [scale.low, scale.high].filter((end) => end !== null);
    const found = [
        ...scale.limits.map(({at}) => at),
        ...bins.flatMap(({low, high}) => [low, high]),
        ...values,
        ...ends,
    ].map(toFloat);
    const lowest = found.length ? Math.min(...found) : 0;
    const highest = found.length ? Math.max(...found) : 10;
    const room = (highest - lowest || Math.abs(highest) || 1) * MARGIN;
    return {
        from: scale.low === null ? lowest - room : toFloat(scale.low),
        to: scale.high === null ? highest + room : toFloat(scale.high),
    };
}

/** Percent of the width, held inside the drawing. */
export function xOf(view, value) {
    if (value === null) {
        return null;
    }
    const part = ((toFloat(value) - view.from) / (view.to - view.from)) * 100;
    return Math.min(Math.max(part, 0), 100);
}

// What a letter of a meaning takes in percent of the drawing's usual width, and on a telephone.
const [LETTER, SMALL_LETTER] = [0.85, 2.2];

/**
 * The segments of the scale: bands with where they begin and how wide they are. The meaning of a tight
 * one begins at its edge: what has no room is cut off at the end, never at the beginning.
 */
export function segmentsOf(scale, view, isSmall = false) {
    const letter = isSmall ? SMALL_LETTER : LETTER;
    return rowsOf(scale).map((row, index) => {
        const x = row.low === null ? 0 : xOf(view, row.low);
        const end = row.high === null ? 100 : xOf(view, row.high);
        const width = Math.max(end - x, 0);
        return {...row, index, x, width, isTight: width < letter * (row.name || "").length};
    });
}

/** The columns of the histogram, cut where a limit goes through them: each piece has one colour. */
export function piecesOf(bins, segments, view) {
    const most = Math.max(...bins.map(({count}) => count), 1);
    return bins.flatMap((bin, number) => {
        const [from, to] = [xOf(view, bin.low), xOf(view, bin.high)];
        return segments
            .map((segment) => {
                const x = Math.max(from, segment.x);
                const width = Math.min(to, segment.x + segment.width) - x;
                const height = (bin.count / most) * 100;
                const {colour} = segment;
                return {key: `${number}-${segment.index}`, x, width, height, colour, bin};
            })
            .filter(({width, height}) => width > 0 && height > 0);
    });
}

/** The band of a value on a scale that is edited; null outside of it. */
export function bandOn(scale, value) {
    return rowsOf(scale).find((row) => has(row, value)) || null;
}
