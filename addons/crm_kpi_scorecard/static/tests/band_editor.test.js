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
import {BandEditor} from "@crm_kpi_scorecard/bands/band_editor";
import {COLOURS, scaleOf} from "@crm_kpi_scorecard/bands/scale";

describe.current.tags("desktop");
defineMailModels();

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

async function focusLimit() {
    queryOne("[data-limit='0']").focus();
    await animationFrame();
}

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
        await focusLimit();
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
            const [low, high] = [luminance(color), luminance(backgroundColor)].sort(
                (a, b) => a - b
            );
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
        await focusLimit();
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
