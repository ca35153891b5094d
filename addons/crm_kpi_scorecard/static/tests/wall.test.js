import {waitForChannels} from "@bus/../tests/bus_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {advanceTime, animationFrame, queryAllTexts, queryOne} from "@odoo/hoot-dom";
import {
    contains,
    getService,
    makeMockEnv,
    MockServer,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {WebClient} from "@web/webclient/webclient";
import {WALL_CALM, WALL_POLL} from "@crm_kpi_scorecard/wall/wall";
import {wallValue} from "@crm_kpi_scorecard/wall/wall_value";

defineMailModels();
describe.current.tags("desktop");

const EURO = {symbol: "€", position: "after", digits: 2};

function row(key, rank, name, value, more = {}) {
    return {
        key,
        rank,
        name,
        value,
        picture: "/web/static/img/user_menu_avatar.png",
        state: "ok",
        part: value / 8,
        is_me: false,
        is_winner: false,
        ...more,
    };
}

function contest(more = {}) {
    return {
        id: 3,
        name: "Best of March",
        state: "running",
        date_from: "2026-03-01",
        date_to: "2026-03-31",
        days_left: 9,
        ranked_at: "2026-03-23T10:00:00",
        winners: 1,
        badge: "Star",
        part: "in",
        kpi: {name: "Deals won", unit: "number", digits: 0, higher_is: "better", currency: EURO},
        rows: [
            row(1, 1, "Anna", 8, {is_me: true}),
            row(2, 1, "Boris", 8),
            row(3, 3, "Clara", 4),
            row(4, 0, "Dan", null, {state: "no_data", part: 0}),
        ],
        ...more,
    };
}

let told = null;
beforeEach(() => {
    told = contest();
    onRpc("crm.kpi.contest", "wall_choices", () => [
        {id: 3, name: "Best of March"},
        {id: 4, name: "Calls"},
    ]);
    onRpc("crm.kpi.contest", "leaderboard", ({args}) => {
        expect.step(["ranks", ...args]);
        return told;
    });
});

async function open(context = {active_id: 3}) {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_kpi_scorecard.wall",
        context,
    });
    await animationFrame();
    expect.verifySteps([["ranks", 3]]);
}

test("ranks in their order, equal ones alike, who has no data without one", async () => {
    await open();
    expect(queryAllTexts(".o_kpi_wall_rank")).toEqual(["1.", "1.", "3.", "–"]);
    expect(queryAllTexts(".o_kpi_wall_person_name")).toEqual(["Anna", "Boris", "Clara", "Dan"]);
    expect(".o_kpi_wall_row:last .o_kpi_wall_value").toHaveText(/–\s*no data yet/);
    expect(".o_kpi_wall_wins").toHaveCount(2);
    expect(queryOne(".o_kpi_wall_row:eq(2) .progress-bar").style.width).toBe("50%");
    expect(".o_kpi_wall_left").toHaveText("9 days left");
});

test("new figures are shown without reload, a burst of them once", async () => {
    await open();
    getService("bus_service").addChannel("wall");
    await waitForChannels(["wall"]);
    told = contest({rows: [row(2, 1, "Boris", 9)]});
    for (const company_id of [1, 2]) {
        MockServer.env["bus.bus"]._sendone("wall", "crm_kpi_scorecard/new", {company_id});
    }
    await animationFrame();
    await animationFrame();
    expect.verifySteps([]);
    await advanceTime(WALL_CALM);
    await animationFrame();
    expect.verifySteps([["ranks", 3]]);
    expect(queryAllTexts(".o_kpi_wall_person_name")).toEqual(["Boris"]);
});

test("every five minutes the ranks are read anew", async () => {
    await open();
    told = contest({rows: [row(2, 1, "Boris", 9)]});
    await advanceTime(WALL_POLL + WALL_CALM);
    await animationFrame();
    expect.verifySteps([["ranks", 3]]);
    expect(queryAllTexts(".o_kpi_wall_person_name")).toEqual(["Boris"]);
});

test("a screen without connection keeps the last ranks and says so", async () => {
    await open();
    onRpc("crm.kpi.contest", "leaderboard", () => {
        throw new Error("gone");
    });
    await advanceTime(WALL_POLL + WALL_CALM);
    await animationFrame();
    expect(".o_kpi_wall_stale").toHaveCount(1);
    expect(".o_kpi_wall_row").toHaveCount(4);
});

test("one stays out, and joins again", async () => {
    for (const method of ["action_opt_out", "action_opt_in"]) {
        onRpc("crm.kpi.contest", method, ({args}) => {
            expect.step([method, ...args]);
            return false;
        });
    }
    await open();
    told = contest({part: "out", rows: [row(2, 1, "Boris", 8)]});
    await contains(".o_kpi_wall_out").click();
    expect.verifySteps([
        ["action_opt_out", [3]],
        ["ranks", 3],
    ]);
    expect(".o_kpi_wall_is_out").toHaveCount(1);
    told = contest();
    await contains(".o_kpi_wall_in").click();
    expect.verifySteps([
        ["action_opt_in", [3]],
        ["ranks", 3],
    ]);
});

test("when it is over nobody leaves it", async () => {
    told = contest({state: "done", rows: [row(1, 1, "Anna", 8, {is_winner: true})]});
    await open();
    expect(".o_kpi_wall_out").toHaveCount(0);
    expect(".o_kpi_wall_row .fa-trophy").toHaveCount(1);
    expect(".o_kpi_wall_left").toHaveText("The contest is over.");
});

test("sixty people stand in columns", async () => {
    told = contest({
        rows: Array.from({length: 60}, (_, index) => row(index, index + 1, `P${index}`, 1)),
    });
    await open();
    expect(".o_kpi_wall_many .o_kpi_wall_row").toHaveCount(60);
});

test("another contest is chosen; without any asked the first is shown", async () => {
    await open({});
    await contains(".o_kpi_wall_choice").select("4");
    expect.verifySteps([["ranks", 4]]);
});

test("who has no contest is told so", async () => {
    onRpc("crm.kpi.contest", "wall_choices", () => []);
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_kpi_scorecard.wall",
    });
    await animationFrame();
    expect(".o_kpi_wall_none").toHaveCount(1);
    expect.verifySteps([]);
});

test("values have their unit", async () => {
    await makeMockEnv();
    const kpi = (unit) => ({unit, digits: 1, currency: EURO});
    expect(String(wallValue(12.34, kpi("percent")))).toBe("12.3 %");
    expect(wallValue(12.34, kpi("money"))).toBe("12.34 €");
    expect(String(wallValue(12.34, kpi("hours")))).toBe("12.3 h");
    expect(wallValue(null, kpi("number"))).toBe("–");
});
