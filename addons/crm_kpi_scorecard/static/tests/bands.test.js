import {describe, expect, test} from "@odoo/hoot";
import {BAND_VECTORS} from "@crm_kpi_scorecard/../tests/band_vectors";
import {faults, OutsideScale, place} from "@crm_kpi_scorecard/bands/bands";
import {compare, exact, plain, quotient} from "@crm_kpi_scorecard/bands/decimal";
import {
    moveLimit,
    removeBand,
    repaired,
    rowsOf,
    scaleOf,
    snapped,
    splitBand,
    stepFor,
    stepped,
    toggleLimit,
} from "@crm_kpi_scorecard/bands/scale";

describe.current.tags("desktop");

const ROWS = [
    {low: null, low_in: true, high: "20", high_in: false, colour: "red", sign: "▼", name: "Loss"},
    {low: "20", low_in: true, high: "45", high_in: true, colour: "green", sign: "✓", name: "Right"},
    {
        low: "45",
        low_in: false,
        high: null,
        high_in: false,
        colour: "orange",
        sign: "▲",
        name: "Look",
    },
];

function colourOf(value, bands, low, high) {
    try {
        return place(value, bands, low, high)?.colour || null;
    } catch (error) {
        expect(error).toBeInstanceOf(OutsideScale);
        return "outside";
    }
}

describe("numbers and bands", () => {
    test("each case of the shared list has its place", () => {
        for (const {name, num, den, low, high, bands, expected} of BAND_VECTORS) {
            expect(colourOf(quotient(num, den), bands, low, high)).toBe(expected, {message: name});
        }
        expect(BAND_VECTORS.length > 20).toBe(true);
    });

    test("decimals are compared without rounding", () => {
        expect(compare("0.1", 0.1)).toBe(0);
        expect(compare("45.01", "45")).toBe(1);
        expect(compare("29/100", "0.29")).toBe(0);
        expect(compare("1/3", "0.3333333333333333")).toBe(1);
        expect(compare(1e-7, "0.0000001")).toBe(0);
        expect(compare("1e30", "999999999999999999999999999999")).toBe(1);
    });

    test("what is no finite number is refused", () => {
        for (const wrong of ["", "x", "NaN", "Infinity", "1/0", "1.2.3", "."]) {
            expect(() => exact(wrong)).toThrow();
        }
    });

    test("numbers for people have no needless zeros", () => {
        expect(["45.0", "-1/3", "0.0000001", "100"].map((text) => plain(text))).toEqual([
            "45",
            "-0.333333",
            "0",
            "100",
        ]);
        expect([plain("2.5", 0), plain("-2.5", 0), plain("29.96", 1)]).toEqual(["3", "-3", "30"]);
    });

    test("gaps, overlaps and open ends are found", () => {
        expect(faults(ROWS)).toEqual([]);
        const kinds = (rows, low = null, high = null) => faults(rows, low, high).map((f) => f.kind);
        expect(kinds([ROWS[0], ROWS[2]])).toEqual(["gap"]);
        expect(kinds([ROWS[0], {...ROWS[1], low: "19"}, ROWS[2]])).toEqual(["overlap"]);
        expect(kinds([ROWS[0], ROWS[1], {...ROWS[2], low_in: true}])).toEqual(["overlap"]);
        expect(kinds([ROWS[0], {...ROWS[1], low_in: false}, ROWS[2]])).toEqual(["gap"]);
        expect(kinds(ROWS.slice(1, 2))).toEqual(["start", "end"]);
        expect(kinds([])).toEqual(["start", "end"]);
        expect(kinds(ROWS, "0", "100")).toEqual(["start", "end"]);
    });
});

describe("a scale under edit", () => {
    const STEP = {m: 1, e: 0};

    test("there and back it is the same", () => {
        expect(rowsOf(scaleOf(ROWS))).toEqual(ROWS);
        expect(scaleOf([ROWS[0], ROWS[2]])).toBe(null);
    });

    test("a limit stays between its neighbours", () => {
        const scale = scaleOf(ROWS);
        expect(moveLimit(scale, 0, "30", STEP).limits[0].at).toBe("30");
        expect(moveLimit(scale, 0, "80", STEP).limits[0].at).toBe("44");
        expect(moveLimit(scale, 1, "-5", STEP).limits[1].at).toBe("21");
        expect(scale.limits[0].at).toBe("20");
    });

    test("the limit goes to the other band", () => {
        const rows = rowsOf(toggleLimit(scaleOf(ROWS), 0));
        expect([rows[0].high_in, rows[1].low_in]).toEqual([true, false]);
        expect(faults(rows)).toEqual([]);
    });

    test("bands come and go without a gap", () => {
        const more = splitBand(scaleOf(ROWS), 1, "30", {colour: "blue", sign: "●", name: "New"});
        expect(rowsOf(more).map(({low}) => low)).toEqual([null, "20", "30", "45"]);
        expect(faults(rowsOf(more))).toEqual([]);
        for (const index of [0, 1, 2]) {
            expect(faults(rowsOf(removeBand(scaleOf(ROWS), index)))).toEqual([]);
        }
        expect(rowsOf(removeBand(scaleOf(ROWS), 1)).map(({colour}) => colour)).toEqual([
            "red",
            "orange",
        ]);
    });

    test("a list with gaps and overlaps is closed", () => {
        const broken = [{...ROWS[0], high: "10"}, {...ROWS[1], high: "50"}, ROWS[2]];
        const rows = rowsOf(repaired(broken));
        expect(faults(rows)).toEqual([]);
        expect(rows.map(({low}) => low)).toEqual([null, "20", "45"]);
    });

    test("steps are nice and exact", () => {
        expect(stepFor(60)).toEqual({m: 1, e: 0});
        expect(stepFor(1.2)).toEqual({m: 2, e: -2});
        expect(snapped(0.3049, {m: 1, e: -2})).toBe("0.3");
        expect(snapped(1234, {m: 5, e: 1})).toBe("1250");
        expect([stepped("0.3", {m: 1, e: -1}, 1), stepped("0.3", {m: 1, e: -1}, -1)]).toEqual([
            "0.4",
            "0.2",
        ]);
        expect([stepped("0.35", {m: 1, e: -1}, 1), stepped("0.35", {m: 1, e: -1}, -1)]).toEqual([
            "0.4",
            "0.3",
        ]);
    });
});
