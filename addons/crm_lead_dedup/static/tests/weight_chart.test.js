import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {queryAll, queryAllTexts, queryOne} from "@odoo/hoot-dom";
import {percent, probability, signed} from "@crm_lead_dedup/dedup_explain/figures";
import {WeightChart} from "@crm_lead_dedup/dedup_explain/weight_chart";
import {mountWithCleanup} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");
defineMailModels();

const LINES = [
    {
        field: "phone",
        label: "Phone",
        level: "same",
        left: "+36 30 1",
        right: "+36 30 1",
        contribution: 7,
    },
    {
        field: "city",
        label: "City",
        level: "differs",
        left: "Eger",
        right: "Pécs",
        contribution: -2,
    },
    {
        field: "name",
        label: "Name",
        level: "close",
        left: "Ann Lee",
        right: "Anne Lee",
        contribution: 6,
    },
    {field: "prior", label: "Before", level: "prior", left: "", right: "", contribution: -6},
];

function mount(props = {}) {
    return mountWithCleanup(WeightChart, {
        props: {explanation: LINES, weight: 5, review: 0, automatic: 6, ...props},
    });
}

/** Start and width of a bar in per cent of the track. */
function bar(field) {
    const {style} = queryOne(`[data-field=${field}] .o_weight_bar`);
    return [parseFloat(style.insetInlineStart), parseFloat(style.width)];
}

test("starts with what speaks against any two cards, then from for to against", async () => {
    await mount();
    const fields = queryAll("[data-field]").map((row) => row.dataset.field);
    expect(fields).toEqual(["prior", "phone", "name", "city"]);
    expect(queryAllTexts("[data-field] .o_weight_number")).toEqual(["−6", "+7", "+6", "−2"]);
    expect("[data-field=city]").toHaveAttribute("data-side", "against");
});

test("each bar begins where the one before ended", async () => {
    await mount();
    const [priorLow] = bar("prior");
    const [phoneLow, phoneWidth] = bar("phone");
    const [nameLow, nameWidth] = bar("name");
    const [cityLow, cityWidth] = bar("city");
    expect(phoneLow).toBeCloseTo(priorLow, {digits: 3});
    expect(nameLow).toBeCloseTo(phoneLow + phoneWidth, {digits: 3});
    // Against goes back: its end is where the sum stands.
    expect(cityLow + cityWidth).toBeCloseTo(nameLow + nameWidth, {digits: 3});
    const total = parseFloat(queryOne(".o_weight_sum").style.insetInlineStart);
    expect(total).toBeCloseTo(cityLow, {digits: 3});
});

test("equal values are shown once, different ones both", async () => {
    await mount();
    expect(queryAllTexts("[data-field=phone] .o_weight_values > span")).toEqual(["+36 30 1"]);
    expect(queryAllTexts("[data-field=city] .o_weight_values > span")).toEqual(["Eger", "Pécs"]);
});

test("thresholds stand in the same place in every row", async () => {
    await mount();
    const places = queryAll(".o_weight_threshold[data-name=automatic]").map(
        (line) => line.style.insetInlineStart
    );
    expect(places).toHaveLength(5);
    expect(new Set(places).size).toBe(1);
});

test("without any comparison there is still a total", async () => {
    await mount({explanation: [LINES[3]], weight: -6});
    expect(".o_weight_total .o_weight_number").toHaveText("−6");
});

test("figures are never rounder than they are true", () => {
    expect([signed(4.5), signed(-2), signed(0)]).toEqual(["+4.5", "−2", "+0"]);
    expect(percent(probability(0))).toBe("50 %");
    expect(percent(0.9975)).toBe("99.75 %");
    expect([0.42, 0.9951, 0.999999, 1].map(percent)).toEqual([
        "42 %",
        "99.51 %",
        "> 99.99 %",
        "> 99.99 %",
    ]);
    expect(percent(0.00001)).toBe("< 0.01 %");
});
