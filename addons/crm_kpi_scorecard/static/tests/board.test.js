import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {queryAllTexts, queryOne} from "@odoo/hoot-dom";
import {contains, onRpc} from "@web/../tests/web_test_helpers";
import {trendRuns} from "@crm_kpi_scorecard/board/board_trend";
import {FIRST, cell, mockBoard, ok, openBoard, people, server, told} from "./board_helpers";

defineMailModels();
describe.current.tags("desktop");
beforeEach(mockBoard);

test("three people as they are: value, colour and sign", async () => {
    await openBoard();
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
    await openBoard();
    expect(`${cell(5, "rate")} .o_kpi_board_value`).toHaveText("30.0 %");
    expect(cell(5, "rate")).toHaveClass("o_kpi_band_yellow");
});

test("a small sample is grey, and no data is not 0", async () => {
    await openBoard();
    expect(cell(6, "rate")).toHaveClass("o_kpi_band_grey");
    expect(cell(6, "rate")).toHaveText(/small sample \(2\)/);
    expect(cell(7, "rate")).toHaveText("no data");
    expect(cell(7, "rate")).not.toHaveClass("o_kpi_band_grey");
    expect(cell(7, "rate")).toHaveAttribute("aria-label", "Clara, Conversion: no data");
});

test("an error and a value outside the scale stay in their cells", async () => {
    server.answer = (asked) => {
        const rows = people().slice(0, 1);
        rows[0].cells = {
            1: {value: null, state: "error", error: "won / nothing"},
            2: {...ok(130, null, ""), state: "outside", meaning: ""},
        };
        return told(asked, {rows, total: 1});
    };
    await openBoard();
    expect(cell(5, "won")).toHaveText(/⚠\s*error\s*cannot be computed/);
    expect(cell(5, "won")).toHaveAttribute("title", "won / nothing");
    expect(cell(5, "rate")).toHaveText(/⚠\s*130.0 %\s*outside the scale/);
});

test("differences, target, rank and forecast", async () => {
    await openBoard();
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
    await openBoard();
    expect(`${cell(5, "won")} polyline`).toHaveCount(2);
    expect(`${cell(6, "won")} svg`).toHaveCount(0);
});

test("cohorts are labelled", async () => {
    await openBoard();
    expect("[data-column='rate'] .o_kpi_board_cohort").toHaveCount(1);
    expect("[data-column='won'] .o_kpi_board_cohort").toHaveCount(0);
});

test("level, period and filters are chosen", async () => {
    await openBoard();
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
    await openBoard();
    await contains("select[name='team_id']").select("4");
    await contains("[data-level='team']").click();
    expect("select[name='team_id']").toHaveCount(0);
    expect.verifySteps([
        {...FIRST, team_id: 4},
        {...FIRST, level: "team"},
    ]);
});

test("without any KPI nothing is asked", async () => {
    Object.assign(server.settings, {levels: [], kinds: []});
    await openBoard(null);
    expect(".o_kpi_board_no_kpis").toHaveText(/sales manager makes them/);
});

test("before the first figures a manager has them computed", async () => {
    server.answer = (asked) => told(asked, {rows: [], total: 0, computed_at: false});
    onRpc("crm.kpi.snapshot", "action_compute_now", () => {
        expect.step("compute");
        return {type: "ir.actions.act_window_close"};
    });
    await openBoard();
    await contains(".o_kpi_board_compute").click();
    expect.verifySteps(["compute"]);
});

test("each emptiness is said for what it is", async () => {
    server.settings.is_manager = false;
    server.answer = (asked) => told(asked, {rows: [], total: 0});
    await openBoard();
    expect("[data-empty='rights']").toHaveText(/your own figures/);
    await contains("select[name='product_id']").select("8");
    expect("[data-empty='filters']").toHaveCount(1);
    server.answer = (asked) => told(asked, {rows: [], columns: [], total: 0});
    await contains("[data-level='team']").click();
    expect("[data-empty='columns']").toHaveCount(1);
    expect(".o_kpi_board_sheet").toHaveCount(0);
    expect.verifySteps([
        {...FIRST, product_id: 8},
        {...FIRST, product_id: 8, level: "team"},
    ]);
});

test("many subjects are turned over page by page", async () => {
    server.answer = (asked) => told(asked, {total: 203});
    await openBoard();
    expect(".o_kpi_board_page").toHaveText(/1–3 of 203/);
    await contains(".o_kpi_board_page_after").click();
    expect.verifySteps([{...FIRST, offset: 3}]);
    await contains(".o_kpi_board_page_before").click();
    expect.verifySteps([FIRST]);
});
