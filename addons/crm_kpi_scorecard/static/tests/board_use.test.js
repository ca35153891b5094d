import {waitForChannels} from "@bus/../tests/bus_test_helpers";
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
import {Component, xml} from "@odoo/owl";
import {
    contains,
    getService,
    MockServer,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {router} from "@web/core/browser/router";
import {downloadFile} from "@web/core/network/download";
import {registry} from "@web/core/registry";
import {SOON} from "@crm_kpi_scorecard/board/board";
import {FIRST, cell, mockBoard, ok, openBoard, people, server, told} from "./board_helpers";

defineMailModels();
describe.current.tags("desktop");
beforeEach(mockBoard);

test("arrows go from cell to cell, one of which is in the order of Tab", async () => {
    await openBoard();
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
    await openBoard();
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

test("large amounts of money are shown in whole units, small ones to the cent; the explanation is exact", async () => {
    const revenue = {id: 1, code: "won", name: "Revenue", unit: "money", digits: 0};
    server.answer = (asked) => {
        const rows = people().slice(0, 2);
        rows[0].cells = {1: ok(1234.56, "red", "▼", {previous: 0, change: null, target: 2000})};
        rows[1].cells = {1: ok(999.5, "red", "▼")};
        return told(asked, {rows, columns: [{...told(asked).columns[0], ...revenue}], total: 2});
    };
    onRpc("crm.kpi.board", "explain", () => explained());
    await openBoard();
    const values = queryAllTexts(".o_kpi_board_value");
    expect(values).toEqual(["$ 1,235", "$ 999.50"]);
    expect(cell(5, "won")).toHaveAttribute("aria-label", /\$ 1,235, is red/);
    expect(`${cell(5, "won")} [data-difference='before']`).toHaveText("↑ $ 1,235");
    expect(`${cell(5, "won")} .o_kpi_board_target_text`).toHaveText("target $ 2,000");
    await contains(cell(5, "won")).click();
    expect(".o_kpi_explain_value").toHaveText(/\$ 1,234\.56/);
});

test("the records behind either side are opened", async () => {
    onRpc("crm.kpi.board", "explain", () =>
        explained({denominator: {label: "Leads", model: "crm.lead", can_open: true}})
    );
    onRpc("crm.kpi.board", "open_records", ({args: [asked]}) => {
        expect.step([asked.which, asked.definition_id, asked.subject, asked.date_from]);
        return {type: "ir.actions.act_window_close"};
    });
    await openBoard();
    await contains(cell(6, "rate")).click();
    await contains("[data-which='denominator'] button").click();
    expect.verifySteps([["denominator", 2, {user_id: 6}, "2026-03-01"]]);
    expect(".o_kpi_explain").toHaveCount(0);
});

test("records one may not read are not offered", async () => {
    onRpc("crm.kpi.board", "explain", () =>
        explained({numerator: {label: "Deals won", model: "crm.lead", can_open: false}})
    );
    await openBoard();
    await contains(cell(5, "won")).click();
    expect("[data-which='numerator']").toHaveText("Deals won");
    expect(".o_kpi_explain_open").toHaveCount(0);
});

/** Listen to the bus as a user does; returns how new figures of companies are told. */
async function listen() {
    getService("bus_service").addChannel("board");
    await waitForChannels(["board"]);
    return async (...companies) => {
        for (const company of companies) {
            MockServer.env["bus.bus"]._sendone("board", "crm_kpi_scorecard/new", {
                company_id: company,
            });
        }
        await animationFrame();
        await animationFrame();
        await advanceTime(SOON);
        await animationFrame();
    };
}

test("new figures come by themselves, once for several messages", async () => {
    await openBoard();
    const tell = await listen();
    await contains(cell(6, "won")).focus();
    server.answer = (asked) => {
        const rows = people();
        rows[1].cells[1].value = 4;
        return told(asked, {rows});
    };
    await tell(1, 1, 2);
    expect.verifySteps([FIRST]);
    expect(`${cell(6, "won")} .o_kpi_board_value`).toHaveText("4");
    expect(cell(6, "won")).toBeFocused();
    await tell(2);
    expect.verifySteps([]);
});

test("figures that cannot be read anew stay, and are said to be old", async () => {
    await openBoard();
    const tell = await listen();
    server.answer = () => {
        throw new Error("gone");
    };
    await tell(1);
    expect.verifySteps([FIRST]);
    expect(".o_kpi_board_stale").toHaveCount(1);
    expect(queryAllTexts("[data-kpi='won'] .o_kpi_board_value")).toEqual(["1", "3", "2"]);
});

test("what was chosen is there when one comes back", async () => {
    class Elsewhere extends Component {
        static template = xml`<div class="elsewhere"/>`;
        static props = ["*"];
    }
    registry.category("actions").add("elsewhere", Elsewhere);
    await openBoard();
    await contains("select[name='team_id']").select("4");
    expect.verifySteps([{...FIRST, team_id: 4}]);
    await getService("action").doAction({type: "ir.actions.client", tag: "elsewhere"});
    await animationFrame();
    expect(".elsewhere").toHaveCount(1);
    await getService("action").restore();
    await animationFrame();
    expect.verifySteps([{...FIRST, team_id: 4}]);
});

test("the address keeps what was chosen", async () => {
    await openBoard();
    await contains("select[name='team_id']").select("4");
    expect.verifySteps([{...FIRST, team_id: 4}]);
    await animationFrame();
    expect(router.current.team_id).toBe(4);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_kpi_scorecard.board",
    });
    await animationFrame();
    expect.verifySteps([{...FIRST, team_id: 4}]);
});

test("the spreadsheet asks what the board asked", async () => {
    await openBoard();
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
    await openBoard();
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
