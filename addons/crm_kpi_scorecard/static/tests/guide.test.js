import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {animationFrame, press, queryAllAttributes, queryAllTexts, queryOne} from "@odoo/hoot-dom";
import {contains, getService, mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";
import {WebClient} from "@web/webclient/webclient";

defineMailModels();
describe.current.tags("desktop");

const BANDS = [
    {low: null, low_in: true, high: "20", high_in: false, colour: "red", sign: "▼", name: "Low"},
    {low: "20", low_in: true, high: null, high_in: false, colour: "green", sign: "✓", name: "Fine"},
].map((band) => ({...band, advice: ""}));

function item(id, name, more = {}) {
    return {
        id,
        name,
        code: `kpi_${id}`,
        unit: "number",
        digits: 1,
        higher_is: "better",
        description: "",
        kind: "month",
        level: "person",
        period: "2026-03-01",
        state: "proposed",
        count: 36,
        histogram: [
            {low: "0", high: "10", count: 3},
            {low: "10", high: "20", count: 9},
            {low: "20", high: "30", count: 6},
        ],
        proposal: BANDS,
        target: "20",
        set: null,
        version: null,
        people: [
            {id: 5, name: "Anna", value: "25"},
            {id: 6, name: "Boris", value: "61/3"},
        ],
        ...more,
    };
}

const FEW = {state: "too_little", count: 1, histogram: [], proposal: [], target: "", people: []};
const STORED = {
    state: "has_bands",
    version: 3,
    set: {id: 9, basis: "absolute", is_shared: false, low: null, high: null, bands: BANDS},
};

let items = [];
beforeEach(() => {
    items = [item(1, "Deals won"), item(2, "Revenue"), item(3, "Calls", FEW)];
    onRpc("crm.kpi.definition", "propose_bands", () => ({
        company: {id: 1, name: "Ours", currency: {symbol: "$", position: "before", digits: 2}},
        needed: 4,
        items,
    }));
    onRpc("crm.kpi.definition", "save_bands", ({args: [wanted]}) => {
        expect.step(wanted);
        return {
            items: wanted.map(({definition_id}) =>
                item(definition_id, `KPI ${definition_id}`, STORED)
            ),
        };
    });
});

async function open() {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_kpi_scorecard.guide",
    });
    await animationFrame();
}

const wish = (definition_id) => ({
    definition_id,
    bands: BANDS,
    version: null,
    target: {value: "20", level: "person"},
});

test("each KPI with its state; the first proposal is open", async () => {
    await open();
    expect(queryAllTexts(".o_kpi_guide_card .badge")).toEqual([
        "Proposed",
        "Proposed",
        "Too few figures",
    ]);
    expect("[data-kpi='kpi_1'] .o_kpi_bar").toHaveCount(3);
    expect("[data-kpi='kpi_2'] .o_kpi_bar").toHaveCount(0);
    expect(".o_kpi_guide_progress").toHaveText("0 of 3 KPIs have bands.");
});

test("the month of the people is told in words", async () => {
    await open();
    expect(".o_kpi_guide_period").toHaveText("People in March 2026");
});

test("people change their colour with the limit", async () => {
    await open();
    const colours = () => queryAllAttributes(".o_kpi_guide_people li", "data-colour");
    expect(colours()).toEqual(["green", "green"]);
    queryOne("[data-limit='0']").focus();
    await press("ArrowRight");
    await press("ArrowRight");
    await animationFrame();
    // Boris has 20.333…: shown as 20.3, compared exactly.
    expect(colours()).toEqual(["green", "red"]);
    expect(queryAllTexts(".o_kpi_guide_people .o_kpi_sign")).toEqual(["✓", "▼"]);
    await contains(".o_kpi_undo").click();
    await contains(".o_kpi_undo").click();
    expect(colours()).toEqual(["green", "green"]);
});

test("accepting saves bands and target, and goes on to the next", async () => {
    await open();
    await contains("[data-kpi='kpi_1'] .o_kpi_accept").click();
    expect.verifySteps([[wish(1)]]);
    expect(queryAllTexts(".o_kpi_guide_card .badge")[0]).toBe("Has bands");
    expect("[data-kpi='kpi_2'] .o_kpi_accept").toHaveCount(1);
});

test("all at once, without those skipped", async () => {
    items.push(item(4, "Meetings"));
    await open();
    await contains("[data-kpi='kpi_1'] .o_kpi_skip").click();
    await contains(".o_kpi_accept_all").click();
    expect.verifySteps([[wish(2), wish(4)]]);
});

test("the target is a number, or none", async () => {
    await open();
    await contains(".o_kpi_guide_target").edit("a lot");
    expect(".o_kpi_guide_target").toHaveValue("20");
    await contains(".o_kpi_guide_target").edit("");
    await contains("[data-kpi='kpi_1'] .o_kpi_accept").click();
    const {target, ...bands} = wish(1);
    expect(target.value).toBe("20");
    expect.verifySteps([[bands]]);
});

test("bands that are there are saved with the version they had", async () => {
    items = [item(1, "Deals won", STORED)];
    await open();
    await contains(".o_kpi_accept").click();
    expect.verifySteps([[{definition_id: 1, bands: BANDS, version: 3}]]);
});

test("percentages of a target are not drawn over figures", async () => {
    items = [item(1, "Deals won", {...STORED, set: {...STORED.set, basis: "target"}})];
    await open();
    expect(".o_kpi_bar").toHaveCount(0);
    expect(".o_kpi_guide_people").toHaveCount(0);
    expect(".o_kpi_segment").toHaveCount(2);
});

test("without a year of figures it says what to do", async () => {
    items = [item(3, "Calls", FEW)];
    await open();
    expect(".o_kpi_guide_empty").toHaveText(/import deals/);
    expect(".o_kpi_accept_all").toHaveCount(0);
});
