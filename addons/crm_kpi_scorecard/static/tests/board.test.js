import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {
    advanceTime,
    animationFrame,
    press,
    queryAll,
    queryAllTexts,
    queryOne,
} from "@odoo/hoot-dom";
import {
    contains,
    getService,
    mockService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {downloadFile} from "@web/core/network/download";
import {WebClient} from "@web/webclient/webclient";
import {SOON} from "@crm_kpi_scorecard/board/board";
import {trendRuns} from "@crm_kpi_scorecard/board/board_trend";

defineMailModels();
describe.current.tags("desktop");

const MONEY = {symbol: "$", position: "before", digits: 2};
const WON = {id: 1, code: "won", name: "Won", unit: "number", digits: 0};
const RATE = {id: 2, code: "rate", name: "Conversion", unit: "percent", digits: 1};
const CALLS = {id: 3, code: "calls", name: "Calls per deal", unit: "number", digits: 1};
const COLUMNS = [WON, {...RATE, basis: "cohort"}, CALLS].map((column) => ({
    higher_is: "better",
    basis: "period",
    description: "",
    ...column,
}));
const FIRST = {company_id: 1, kind: "month", level: "person", offset: 0};

function ok(value, colour, sign, more = {}) {
    return {value, state: "ok", colour, sign, meaning: `is ${colour}`, advice: "", ...more};
}

/** Story 5: 1 deal in 5 calls, 3 in 6, 2 without a logged call. */
function people() {
    const row = (id, name, cells) => ({
        key: String(id),
        name,
        known: true,
        subject: {user_id: id},
        cells,
    });
    return [
        row(5, "Anna", {
            1: ok(1, "red", "▼", {
                rank: 3,
                trend: [null, 2, 3, null, 4, 1],
                previous: 4,
                change: -75,
                target: 4,
                attainment: 25,
                forecast: 2.5,
                elapsed: [8, 20],
            }),
            2: ok(29.96, "yellow", "!", {previous: 25.46, change: 17.7}),
            3: ok(5, "red", "▼"),
        }),
        row(6, "Boris", {
            1: ok(3, "green", "✓", {rank: 1, previous: 0, change: null}),
            2: {...ok(50, "grey", "–"), state: "small", sample: 2, meaning: ""},
            3: ok(2, "green", "✓"),
        }),
        row(7, "Clara", {
            1: ok(2, "yellow", "!", {rank: 2, restated: true}),
            3: ok(0, "grey", "–", {note: "no calls logged"}),
        }),
    ];
}

function told(asked, more = {}) {
    return {
        company: {id: 1, name: "Shop", zone: "Europe/Berlin", currency: MONEY},
        kind: asked.kind,
        level: asked.level,
        period: {
            start: asked.date_from || "2026-03-01",
            end: "2026-03-31",
            label: "2026-03",
            is_open: !asked.date_from,
            previous: "2026-02-01",
            next: "2026-04-01",
        },
        periods: [],
        columns: COLUMNS,
        rows: people(),
        total: 3,
        live: false,
        computed_at: "2026-03-12 08:00:00",
        ...more,
    };
}

let answer = null;
let settings = null;
beforeEach(() => {
    answer = (asked) => told(asked);
    settings = {
        company: {id: 1, name: "Shop"},
        levels: [
            {id: "team", name: "Team"},
            {id: "person", name: "Person"},
            {id: "product", name: "Product"},
        ],
        kinds: [
            {id: "week", name: "Week"},
            {id: "month", name: "Month"},
        ],
        today: "2026-03-12",
        teams: [{id: 4, name: "Europe"}],
        products: [{id: 8, name: "T-shirt"}],
        sources: [],
        is_manager: true,
    };
    onRpc("crm.kpi.board", "board_settings", () => settings);
    onRpc("crm.kpi.board", "board", ({args: [asked]}) => {
        expect.step(asked);
        return answer(asked);
    });
});

async function open(asked = FIRST) {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_kpi_scorecard.board",
    });
    await animationFrame();
    expect.verifySteps(asked ? [asked] : []);
}

const cell = (key, kpi) => `[data-key='${key}'] [data-kpi='${kpi}']`;

test("three people as they are: value, colour and sign", async () => {
    await open();
    expect(queryAllTexts(".o_kpi_board_name")).toEqual(["Anna", "Boris", "Clara"]);
    expect(queryAllTexts("[data-kpi='won'] .o_kpi_board_value")).toEqual(["1", "3", "2"]);
    expect(queryAllTexts("[data-kpi='won'] .o_kpi_sign")).toEqual(["▼", "✓", "!"]);
    expect(queryAllTexts("[data-kpi='calls'] .o_kpi_board_value")).toEqual(["5.0", "2.0", "0.0"]);
    expect(cell(5, "won")).toHaveClass("o_kpi_band_red");
    expect(cell(6, "won")).toHaveClass("o_kpi_band_green");
    expect(cell(7, "calls")).toHaveText(/no calls logged/);
    expect(".o_kpi_board_heading h2").toHaveText("March 2026");
});

test("a figure on the border keeps the colour of its exact value", async () => {
    await open();
    expect(`${cell(5, "rate")} .o_kpi_board_value`).toHaveText("30.0 %");
    expect(cell(5, "rate")).toHaveClass("o_kpi_band_yellow");
});

test("a small sample is grey, and no data is not 0", async () => {
    await open();
    expect(cell(6, "rate")).toHaveClass("o_kpi_band_grey");
    expect(cell(6, "rate")).toHaveText(/small sample \(2\)/);
    expect(cell(7, "rate")).toHaveText("no data");
    expect(cell(7, "rate")).not.toHaveClass("o_kpi_band_grey");
    expect(cell(7, "rate")).toHaveAttribute("aria-label", "Clara, Conversion: no data");
});

test("an error and a value outside the scale stay in their cells", async () => {
    answer = (asked) => {
        const rows = people().slice(0, 1);
        rows[0].cells = {
            1: {value: null, state: "error", error: "won / nothing"},
            2: {...ok(130, null, ""), state: "outside", meaning: ""},
        };
        return told(asked, {rows, total: 1});
    };
    await open();
    expect(cell(5, "won")).toHaveText(/⚠\s*error\s*cannot be computed/);
    expect(cell(5, "won")).toHaveAttribute("title", "won / nothing");
    expect(cell(5, "rate")).toHaveText(/⚠\s*130.0 %\s*outside the scale/);
});

test("differences, target, rank and forecast", async () => {
    await open();
    expect(`${cell(5, "won")} [data-difference='before']`).toHaveText("↓ 75 %");
    expect(`${cell(5, "won")} [data-difference='year']`).toHaveCount(0);
    // Percentages differ by points; from nothing there is no percentage.
    expect(`${cell(5, "rate")} [data-difference='before']`).toHaveText("↑ 4.5 points");
    expect(`${cell(6, "won")} [data-difference='before']`).toHaveText("↑ 3");
    expect(`${cell(5, "won")} .o_kpi_board_target_text`).toHaveText("25 % of 4");
    expect(queryOne(`${cell(5, "won")} .o_kpi_board_done`).style.width).toBe("25%");
    expect(queryAllTexts(".o_kpi_board_rank")).toEqual(["#3", "#1", "#2"]);
    expect(queryOne(cell(5, "won")).title).toMatch(/At this pace: 3 .*8 of 20 working days/);
    expect(`${cell(7, "won")} .o_kpi_board_restated`).toHaveCount(1);
});

test("a trend has gaps where there is no data", async () => {
    expect(trendRuns([null, 1, 2, null, 3]).map((run) => run.length)).toEqual([2, 1]);
    const [[first, last]] = trendRuns([5, 5], 110, 24);
    expect([first.y, last.y]).toEqual([12, 12]);
    expect(trendRuns([null, null])).toEqual([]);
    await open();
    expect(`${cell(5, "won")} polyline`).toHaveCount(2);
    expect(`${cell(6, "won")} svg`).toHaveCount(0);
});

test("cohorts are labelled", async () => {
    await open();
    expect("[data-column='rate'] .o_kpi_board_cohort").toHaveCount(1);
    expect("[data-column='won'] .o_kpi_board_cohort").toHaveCount(0);
});

test("level, period and filters are chosen", async () => {
    await open();
    expect(".o_kpi_board_after").not.toBeEnabled();
    await contains(".o_kpi_board_before").click();
    const past = {...FIRST, date_from: "2026-02-01"};
    await contains("select[name='team_id']").select("4");
    await contains("select[name='product_id']").select("8");
    await contains(".o_kpi_board_now").click();
    await contains(".o_kpi_board_kind").select("week");
    expect.verifySteps([
        past,
        {...past, team_id: 4},
        {...past, team_id: 4, product_id: 8},
        {...FIRST, team_id: 4, product_id: 8},
        {...FIRST, kind: "week", team_id: 4, product_id: 8},
    ]);
});

test("a filter is not asked at its own level", async () => {
    await open();
    await contains("select[name='team_id']").select("4");
    await contains("[data-level='team']").click();
    expect("select[name='team_id']").toHaveCount(0);
    expect.verifySteps([
        {...FIRST, team_id: 4},
        {...FIRST, level: "team"},
    ]);
});

test("arrows go from cell to cell, one of which is in the order of Tab", async () => {
    await open();
    expect(queryAll("td[tabindex='0']")).toHaveLength(1);
    await contains(cell(5, "won")).focus();
    await press("ArrowRight");
    await press("ArrowDown");
    await animationFrame();
    expect(cell(6, "rate")).toBeFocused();
    await press("End");
    expect(cell(6, "calls")).toBeFocused();
    await press("ArrowRight");
    expect(cell(6, "calls")).toBeFocused();
    await animationFrame();
    expect(queryAll("td[tabindex='0']")).toHaveLength(1);
});

function explained(more = {}) {
    return {
        name: "Won",
        description: "Deals that were won",
        subject: "Anna",
        formula: "Deals won",
        filters: ["Product: T-shirt"],
        basis: "period",
        period: {label: "2026-03", start: "2026-03-01", end: "2026-03-31"},
        zone: "Europe/Berlin",
        computed_at: "2026-03-12 08:00:00",
        numerator: {label: "Deals won", model: "crm.lead", can_open: true},
        denominator: null,
        bands: [
            {interval: "(-∞, 2)", colour: "red", sign: "▼", meaning: "is red"},
            {interval: "[2, ∞)", colour: "green", sign: "✓", meaning: "is green"},
        ],
        restatements: [
            {old: 2, new: 1, reason: "Merged", at: "2026-04-02 10:00:00", accepted: false},
        ],
        ...more,
    };
}

test("a cell explains itself, by keyboard too", async () => {
    onRpc("crm.kpi.board", "explain", ({args: [asked]}) => {
        expect.step(asked);
        return explained();
    });
    await open();
    await contains(cell(5, "won")).focus();
    await press("Enter");
    await animationFrame();
    expect.verifySteps([
        {...FIRST, date_from: "2026-03-01", definition_id: 1, subject: {user_id: 5}},
    ]);
    expect(".modal-title").toHaveText("Won · Anna");
    expect(".o_kpi_explain_formula").toHaveText("Deals won");
    expect(".o_kpi_explain_filter").toHaveText("Product: T-shirt");
    expect(".o_kpi_explain_period").toHaveText(/March 2026.*\n?.*By period/);
    expect(".o_kpi_explain_target").toHaveText("4, reached to 25 %");
    expect(".o_kpi_explain_band[aria-current]").toHaveText(/\(-∞, 2\)\s*is red/);
    expect(".o_kpi_explain_restatements").toHaveText(/2 would be 1[\s\S]*Merged/);
    await press("Escape");
    await animationFrame();
    expect(".o_kpi_explain").toHaveCount(0);
    expect(cell(5, "won")).toBeFocused();
});

test("the records behind either side are opened", async () => {
    onRpc("crm.kpi.board", "explain", () =>
        explained({denominator: {label: "Leads", model: "crm.lead", can_open: true}})
    );
    onRpc("crm.kpi.board", "open_records", ({args: [asked]}) => {
        expect.step([asked.which, asked.definition_id, asked.subject, asked.date_from]);
        return {type: "ir.actions.act_window_close"};
    });
    await open();
    await contains(cell(6, "rate")).click();
    await contains("[data-which='denominator'] button").click();
    expect.verifySteps([["denominator", 2, {user_id: 6}, "2026-03-01"]]);
    expect(".o_kpi_explain").toHaveCount(0);
});

test("records one may not read are not offered", async () => {
    onRpc("crm.kpi.board", "explain", () =>
        explained({numerator: {label: "Deals won", model: "crm.lead", can_open: false}})
    );
    await open();
    await contains(cell(5, "won")).click();
    expect("[data-which='numerator']").toHaveText("Deals won");
    expect(".o_kpi_explain_open").toHaveCount(0);
});

function mockBus() {
    const heard = {};
    mockService("bus_service", {
        subscribe: (type, listener) => {
            heard[type] = listener;
        },
        unsubscribe: () => {},
        addEventListener: () => {},
        removeEventListener: () => {},
        addChannel: () => {},
        start: () => {},
    });
    return (payload) => heard["crm_kpi_scorecard/new"](payload);
}

test("new figures come by themselves, once for several messages", async () => {
    const tell = mockBus();
    await open();
    await contains(cell(6, "won")).focus();
    answer = (asked) => {
        const rows = people();
        rows[1].cells[1].value = 4;
        return told(asked, {rows});
    };
    tell({company_id: 1});
    tell({company_id: 1});
    tell({company_id: 2});
    await advanceTime(SOON);
    await animationFrame();
    expect.verifySteps([FIRST]);
    expect(`${cell(6, "won")} .o_kpi_board_value`).toHaveText("4");
    expect(cell(6, "won")).toBeFocused();
    tell({company_id: 2});
    await advanceTime(SOON);
    expect.verifySteps([]);
});

test("figures that cannot be read anew stay, and are said to be old", async () => {
    const tell = mockBus();
    await open();
    answer = () => {
        throw new Error("gone");
    };
    tell({company_id: 1});
    await advanceTime(SOON);
    await animationFrame();
    expect.verifySteps([FIRST]);
    expect(".o_kpi_board_stale").toHaveCount(1);
    expect(queryAllTexts("[data-kpi='won'] .o_kpi_board_value")).toEqual(["1", "3", "2"]);
});

test("without any KPI nothing is asked", async () => {
    Object.assign(settings, {levels: [], kinds: []});
    await open(null);
    expect(".o_kpi_board_no_kpis").toHaveText(/sales manager makes them/);
});

test("before the first figures a manager has them computed", async () => {
    answer = (asked) => told(asked, {rows: [], total: 0, computed_at: false});
    onRpc("crm.kpi.snapshot", "action_compute_now", () => {
        expect.step("compute");
        return {type: "ir.actions.act_window_close"};
    });
    await open();
    await contains(".o_kpi_board_compute").click();
    expect.verifySteps(["compute"]);
});

test("each emptiness is said for what it is", async () => {
    settings.is_manager = false;
    answer = (asked) => told(asked, {rows: [], total: 0});
    await open();
    expect("[data-empty='rights']").toHaveText(/your own figures/);
    await contains("select[name='product_id']").select("8");
    expect("[data-empty='filters']").toHaveCount(1);
    answer = (asked) => told(asked, {rows: [], columns: [], total: 0});
    await contains("[data-level='team']").click();
    expect("[data-empty='columns']").toHaveCount(1);
    expect(".o_kpi_board_sheet").toHaveCount(0);
    expect.verifySteps([
        {...FIRST, product_id: 8},
        {...FIRST, product_id: 8, level: "team"},
    ]);
});

test("many subjects are turned over page by page", async () => {
    answer = (asked) => told(asked, {total: 203});
    await open();
    expect(".o_kpi_board_page").toHaveText(/1–3 of 203/);
    await contains(".o_kpi_board_page_after").click();
    expect.verifySteps([{...FIRST, offset: 3}]);
    await contains(".o_kpi_board_page_before").click();
    expect.verifySteps([FIRST]);
});

test("what was chosen is there when one comes back", async () => {
    await open();
    await contains("select[name='team_id']").select("4");
    expect.verifySteps([{...FIRST, team_id: 4}]);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_kpi_scorecard.board",
        name: "Again",
    });
    await animationFrame();
    expect.verifySteps([FIRST]);
    await contains(".o_back_button, .breadcrumb-item a").click();
    await animationFrame();
    expect.verifySteps([{...FIRST, team_id: 4}]);
});

test("the spreadsheet asks what the board asked", async () => {
    await open();
    const {pathname, searchParams} = new URL(queryOne(".o_kpi_board_sheet").href);
    expect(pathname).toBe("/crm_kpi/board.xlsx");
    expect(JSON.parse(searchParams.get("params"))).toEqual({...FIRST, date_from: "2026-03-01"});
});

test("the board is saved as a picture", async () => {
    patchWithCleanup(downloadFile, {
        _download: (blob, name, type) => {
            expect.step([blob.size > 1000, name, type]);
        },
    });
    await open();
    const saved = new Promise((resolve) => {
        patchWithCleanup(HTMLCanvasElement.prototype, {
            toBlob(done, type) {
                super.toBlob((blob) => resolve(done(blob)), type);
            },
        });
    });
    await contains(".o_kpi_board_picture").click();
    await saved;
    expect.verifySteps([[true, "Scorecard Shop 2026-03.png", "image/png"]]);
});
