import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {animationFrame, press, queryAllAttributes, queryOne, queryRect} from "@odoo/hoot-dom";
import {Component, useState, xml} from "@odoo/owl";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {BAND_VECTORS} from "@crm_kpi_scorecard/../tests/band_vectors";
import {BandEditor} from "@crm_kpi_scorecard/bands/band_editor";
import {faults, OutsideScale, place} from "@crm_kpi_scorecard/bands/bands";
import {compare, exact, plain, quotient} from "@crm_kpi_scorecard/bands/decimal";
import {
    COLOURS,
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
defineMailModels();

const ROWS = [
    {low: null, low_in: true, high: "20", high_in: false, colour: "red", sign: "▼", name: "Loss"},
    {low: "20", low_in: true, high: "45", high_in: true, colour: "green", sign: "✓", name: "Right"},
    {low: "45", low_in: false, high: null, high_in: false, colour: "orange", sign: "▲", name: "Look"},
];

class Parent extends Component {
    static components = {BandEditor};
    static props = ["*"];
    static template = xml`
        <div style="width: 1000px; padding: 0 50px">
            <BandEditor scale="state.scale" bins="bins" onChange="(s, f) => this.change(s, f)"/>
        </div>`;

    setup() {
        this.bins = this.props.bins || [];
        this.state = useState({scale: scaleOf(this.props.rows || ROWS)});
    }

    change(scale, isFinal) {
        this.state.scale = scale;
        this.props.onChange?.(scale, isFinal);
    }
}

/** Where a value of the scale stands on the screen. */
function pixel(x) {
    const box = queryRect(".o_kpi_scale");
    return box.left + (box.width * x) / 100;
}

async function dragTo(limit, x) {
    const handle = queryOne(`[data-limit='${limit}'] .o_kpi_handle`);
    const {drop, moveTo} = await contains(handle).drag();
    const box = queryRect(".o_kpi_scale");
    await moveTo(".o_kpi_scale", {position: {x: pixel(x) - box.left, y: 10}, relative: true});
    return drop;
}

describe("numbers and bands", () => {
    test("each case of the shared list has its place", () => {
        for (const {name, num, den, low, high, bands, expected} of BAND_VECTORS) {
            let found = null;
            try {
                found = place(quotient(num, den), bands, low, high)?.colour || null;
            } catch (error) {
                expect(error).toBeInstanceOf(OutsideScale);
                found = "outside";
            }
            expect(found).toBe(expected, {message: name});
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

describe("the drawing", () => {
    const BINS = [
        {low: "0", high: "10", count: 1},
        {low: "10", high: "20", count: 4},
        {low: "20", high: "30", count: 2},
    ];
    const colours = () => queryAllAttributes(".o_kpi_bar", "data-colour");

    test("segments have colour, sign and meaning", async () => {
        await mountWithCleanup(Parent);
        expect(queryAllAttributes(".o_kpi_segment", "data-colour")).toEqual([
            "red",
            "green",
            "orange",
        ]);
        expect(queryAllAttributes(".o_kpi_segment", "aria-label")).toEqual([
            "▼ Loss",
            "✓ Right",
            "▲ Look",
        ]);
        expect("[data-limit='1']").toHaveAttribute("aria-valuetext", "45, belongs to “Right”");
    });

    test("dragging a limit recolours the bars while it is dragged", async () => {
        await mountWithCleanup(Parent, {
            props: {bins: BINS, onChange: (_scale, isFinal) => isFinal && expect.step("final")},
        });
        expect(colours()).toEqual(["red", "red", "green"]);
        const drop = await dragTo(0, 30);
        await animationFrame();
        // The limit goes through the second column now: it has two colours.
        expect(colours()).toEqual(["red", "red", "green", "green"]);
        expect.verifySteps([]);
        await drop();
        expect.verifySteps(["final"]);
        expect(Number(queryOne("[data-limit='0']").ariaValueNow) < 20).toBe(true);
    });

    test("undo brings the limit back", async () => {
        await mountWithCleanup(Parent, {props: {bins: BINS}});
        expect(".o_kpi_undo").not.toBeEnabled();
        const drop = await dragTo(0, 30);
        await drop();
        await animationFrame();
        await contains(".o_kpi_undo").click();
        expect("[data-limit='0']").toHaveAttribute("aria-valuenow", "20");
        expect(colours()).toEqual(["red", "red", "green"]);
        expect(".o_kpi_undo").not.toBeEnabled();
    });

    test("arrows move a limit, Space gives it to the other band", async () => {
        await mountWithCleanup(Parent);
        await contains("[data-limit='0']").focus();
        await press("ArrowRight");
        await animationFrame();
        const moved = Number(queryOne("[data-limit='0']").ariaValueNow);
        expect(moved > 20).toBe(true);
        await press("ArrowLeft");
        await press("ArrowLeft");
        await animationFrame();
        expect(Number(queryOne("[data-limit='0']").ariaValueNow) < moved).toBe(true);
        expect("[data-limit='0'] .o_kpi_limit_text").toHaveText(/^≥/);
        await press("Space");
        await animationFrame();
        expect("[data-limit='0'] .o_kpi_limit_text").toHaveText(/^≤/);
    });

    test("a click on a limit gives it to the other band", async () => {
        await mountWithCleanup(Parent);
        await contains("[data-limit='1'] .o_kpi_grip").click();
        expect("[data-limit='1'] .o_kpi_limit_text").toHaveText("≥ 45");
        expect("[data-limit='1']").toHaveAttribute("aria-valuetext", "45, belongs to “Look”");
    });

    test("a band is coloured, named, split and removed", async () => {
        await mountWithCleanup(Parent);
        await contains(".o_kpi_segment[data-colour='green']").click();
        await contains(".o_kpi_colour select").select("blue");
        expect(".o_kpi_segment[data-colour='blue']").toHaveAttribute("aria-label", "● Right");
        await contains(".o_kpi_name input").edit("Fine");
        expect(".o_kpi_segment[data-colour='blue']").toHaveAttribute("aria-label", "● Fine");
        await contains(".o_kpi_add").click();
        expect(".o_kpi_segment").toHaveCount(4);
        await contains(".o_kpi_remove").click();
        expect(".o_kpi_segment").toHaveCount(3);
    });

    test("a limit is typed exactly; what is no number is not taken", async () => {
        await mountWithCleanup(Parent);
        await contains(".o_kpi_segment[data-colour='green']").click();
        await contains(".o_kpi_low input").edit("22,125");
        expect("[data-limit='0']").toHaveAttribute("aria-valuenow", "22.125");
        await contains(".o_kpi_low input").edit("many");
        expect(".o_kpi_low input").toHaveValue("22.125");
    });

    test("text and background of each colour differ enough", async () => {
        const luminance = (text) => {
            const [r, g, b] = text
                .match(/\d+/g)
                .slice(0, 3)
                .map((part) => Number(part) / 255)
                .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        for (const colour of COLOURS) {
            const element = document.createElement("span");
            element.className = `o_kpi_band_${colour}`;
            document.body.append(element);
            const {color, backgroundColor} = getComputedStyle(element);
            const [low, high] = [luminance(color), luminance(backgroundColor)].sort((a, b) => a - b);
            element.remove();
            expect((high + 0.05) / (low + 0.05) >= 4.5).toBe(true, {message: colour});
        }
    });
});

describe("on the form", () => {
    class Band extends models.Model {
        _name = "crm.kpi.band";
        sequence = fields.Integer();
        has_low = fields.Boolean();
        low = fields.Float();
        low_included = fields.Boolean({default: true});
        has_high = fields.Boolean();
        high = fields.Float();
        high_included = fields.Boolean();
        colour = fields.Selection({selection: COLOURS.map((colour) => [colour, colour])});
        sign = fields.Char();
        name = fields.Char();

        _records = [
            {id: 1, has_high: true, high: 20, colour: "red", sign: "▼", name: "Loss"},
            {id: 2, has_low: true, low: 20, colour: "green", sign: "✓", name: "Right"},
            {id: 3, has_high: true, high: 20, colour: "red", sign: "▼", name: "Loss"},
            {id: 4, has_low: true, low: 30, colour: "green", sign: "✓", name: "Right"},
        ];
    }

    class BandSet extends models.Model {
        _name = "crm.kpi.band.set";
        has_low = fields.Boolean();
        low = fields.Float();
        has_high = fields.Boolean();
        high = fields.Float();
        band_ids = fields.One2many({relation: "crm.kpi.band"});

        _records = [
            {id: 1, band_ids: [1, 2]},
            {id: 2, band_ids: [3, 4]},
        ];
    }

    defineModels([Band, BandSet]);

    async function open(resId) {
        onRpc("crm.kpi.band.set", "web_save", ({args}) => {
            expect.step(args[1].band_ids);
        });
        await mountView({
            type: "form",
            resModel: "crm.kpi.band.set",
            resId,
            arch: `
                <form>
                    <field name="has_low"/><field name="low"/>
                    <field name="has_high"/><field name="high"/>
                    <field name="band_ids" widget="kpi_bands">
                        <list editable="bottom">
                            <field name="sequence" column_invisible="1"/>
                            <field name="colour"/><field name="sign"/><field name="name"/>
                            <field name="has_low"/><field name="low"/><field name="low_included"/>
                            <field name="has_high"/><field name="high"/>
                            <field name="high_included"/>
                        </list>
                    </field>
                </form>`,
        });
    }

    test("a limit moved is saved with the form, in both of its bands", async () => {
        await open(1);
        expect(".o_kpi_segment").toHaveCount(2);
        await contains("[data-limit='0']").focus();
        await press("ArrowRight");
        await animationFrame();
        await contains(".o_form_button_save").click();
        const at = Number(queryOne("[data-limit='0']").ariaValueNow);
        expect(at > 20).toBe(true);
        expect.verifySteps([
            [
                [1, 1, {high: at}],
                [1, 2, {sequence: 1, low: at}],
            ],
        ]);
    });

    test("a new band is a new record", async () => {
        await open(1);
        await contains(".o_kpi_add").click();
        await animationFrame();
        expect(".o_kpi_segment").toHaveCount(3);
        expect(".o_data_row").toHaveCount(3);
        expect(".o_kpi_faults").toHaveCount(0);
    });

    test("a gap is told in words, and closed", async () => {
        await open(2);
        expect(".o_kpi_faults li").toHaveText(
            "Between “Loss” and “Right” there are values without a band."
        );
        await contains(".o_kpi_repair").click();
        await animationFrame();
        expect(".o_kpi_faults").toHaveCount(0);
        expect("[data-limit='0']").toHaveAttribute("aria-valuenow", "30");
    });
});
