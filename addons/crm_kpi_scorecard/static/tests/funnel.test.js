import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {
    animationFrame,
    manuallyDispatchProgrammaticEvent,
    press,
    queryAllTexts,
    queryOne,
} from "@odoo/hoot-dom";
import {
    contains,
    getService,
    makeMockEnv,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {WebClient} from "@web/webclient/webclient";
import {duration, percent} from "@crm_kpi_scorecard/funnel/funnel_format";

defineMailModels();
describe.current.tags("desktop");

const NOTHING = {entered: 0, left: 0, median_hours: null, lost: 0, lost_amount: 0, reasons: []};

function stage(id, name, reached, more = {}) {
    return {
        id,
        name,
        is_won: false,
        reached,
        conversion: null,
        conversion_total: null,
        ...NOTHING,
        ...more,
    };
}

function told(asked, stages) {
    return {
        company_id: 1,
        basis: asked.basis,
        date_from: asked.date_from,
        date_to: asked.date_to,
        team_id: asked.team_id,
        user_id: asked.user_id,
        stages,
        total: {created: stages[0].reached, won: 0, lost: 0, lost_amount: 0},
        currency: {symbol: "$", position: "before", digits: 2},
        compared: null,
    };
}

function januaryStages() {
    return [
        stage(1, "New", 10, {entered: 10, left: 8, median_hours: 30, conversion_total: 100}),
        stage(2, "Offer", 5, {
            conversion: 50,
            conversion_total: 50,
            lost: 4,
            lost_amount: 1200,
            reasons: [
                {id: 7, name: "Price", count: 2, amount: 900},
                {id: 8, name: "Time", count: 1, amount: 200},
                {id: 0, name: "No reason given", count: 1, amount: 100},
            ],
        }),
        stage(3, "Won", 5, {is_won: true, conversion: 100, conversion_total: 50}),
    ];
}

let answer = null;
beforeEach(() => {
    answer = (asked) => told(asked, januaryStages());
    onRpc("crm.kpi.funnel", "options", () => ({
        company_id: 1,
        teams: [{id: 4, name: "Sales"}],
        people: [
            {id: 5, name: "Anna"},
            {id: 6, name: "Boris"},
        ],
        presets: [
            {
                key: "this_quarter",
                label: "This quarter",
                date_from: "2026-01-01",
                date_to: "2026-03-31",
            },
            {
                key: "last_month",
                label: "Last month",
                date_from: "2026-01-01",
                date_to: "2026-01-31",
            },
        ],
    }));
    onRpc("crm.kpi.funnel", "funnel", ({args: [asked]}) => {
        expect.step(asked);
        return answer(asked);
    });
});

const FIRST = {
    company_id: 1,
    basis: "cohort",
    date_from: "2026-01-01",
    date_to: "2026-03-31",
    team_id: 0,
    user_id: 0,
};

async function open() {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_kpi_scorecard.funnel",
    });
    await animationFrame();
    expect.verifySteps([FIRST]);
}

test("stages in their order with conversion, time and losses", async () => {
    await open();
    expect(queryAllTexts(".o_funnel_name")).toEqual(["New", "Offer", "Won"]);
    expect(queryAllTexts(".o_funnel_reached")).toEqual(["10 · 100 %", "5 · 50 %", "5 · 50 %"]);
    expect("[data-stage='1'] .o_funnel_time").toHaveText(/30 h/);
    expect("[data-stage='1'] .o_funnel_conversion").toHaveCount(0);
    expect("[data-stage='2'] .o_funnel_conversion").toHaveText(/50 % of the stage before/);
    expect("[data-stage='2'] .o_funnel_lost").toHaveText(/4 lost, \$ 1,200/);
    expect(queryAllTexts("[data-stage='2'] .o_funnel_reason")).toEqual([
        "Price: 2",
        "Time: 1",
        "No reason given: 1",
    ]);
    expect("[data-stage='3'] .fa-trophy").toHaveCount(1);
    expect(queryOne("[data-stage='2'] .progress-bar").style.width).toBe("50%");
});

test("a figure opens its deals, also by keyboard", async () => {
    await open();
    onRpc("crm.kpi.funnel", "open_records", ({args: [asked]}) => {
        expect.step([asked.figure, asked.stage_id, asked.reason_id, asked.basis, asked.date_to]);
        return {type: "ir.actions.act_window_close"};
    });
    await contains("[data-stage='2'] .o_funnel_bar").focus();
    await press("Enter");
    await animationFrame();
    await contains("[data-stage='2'] .o_funnel_lost").click();
    await contains("[data-stage='2'] .o_funnel_reason:last button").click();
    expect.verifySteps([
        ["reached", 2, undefined, "cohort", "2026-03-31"],
        ["lost", 2, undefined, "cohort", "2026-03-31"],
        ["lost", 2, 0, "cohort", "2026-03-31"],
    ]);
});

test("cohort and period are said in words", async () => {
    await open();
    expect(".o_funnel_heading").toHaveText(/whatever happened to them later/);
    await contains(".o_funnel_period").click();
    expect.verifySteps([{...FIRST, basis: "period"}]);
    expect(".o_funnel_heading").toHaveText(/What happened/);
    expect(".o_funnel_period").toHaveAttribute("aria-pressed", "true");
});

test("days, team and person are chosen", async () => {
    await open();
    await contains(".o_funnel_preset").select("last_month");
    await contains(".o_funnel_team").select("4");
    await contains(".o_funnel_person").select("6");
    const month = {...FIRST, date_to: "2026-01-31"};
    expect.verifySteps([month, {...month, team_id: 4}, {...month, team_id: 4, user_id: 6}]);
});

/** As the browser's own picker does it. */
async function chooseDay(selector, day) {
    const input = queryOne(selector);
    input.value = day;
    await manuallyDispatchProgrammaticEvent(input, "change");
    await animationFrame();
}

test("own days are asked for when both are sensible", async () => {
    await open();
    await contains(".o_funnel_preset").select("custom");
    expect.verifySteps([FIRST]);
    await chooseDay(".o_funnel_to", "2025-12-31");
    expect(".o_funnel_days_wrong").toHaveCount(1);
    expect.verifySteps([]);
    await chooseDay(".o_funnel_from", "2025-12-01");
    expect.verifySteps([{...FIRST, date_from: "2025-12-01", date_to: "2025-12-31"}]);
});

test("two people side by side", async () => {
    answer = (asked) => {
        const first = told(asked, januaryStages());
        const stages = [stage(1, "New", 20), stage(2, "Offer", 2), stage(3, "Won", 1)];
        first.compared = asked.compare && {...told(asked, stages), user_id: 6};
        return first;
    };
    await open();
    await contains(".o_funnel_compare").select("user:6");
    expect.verifySteps([{...FIRST, compare: {user_id: 6}}]);
    expect(queryAllTexts("[data-stage='1'] .o_funnel_row > .text-muted")).toEqual([
        "Everybody",
        "Boris",
    ]);
    // Both on one scale: the longest bar is the most of either.
    const bars = [...document.querySelectorAll("[data-stage='1'] .progress-bar")];
    expect(bars.map((bar) => bar.style.width)).toEqual(["50%", "100%"]);
});

test("an empty funnel says what to do", async () => {
    answer = (asked) => told(asked, [stage(1, "New", 0), stage(2, "Won", 0)]);
    await open();
    expect(".o_funnel_empty").toHaveText(/Choose earlier days/);
    expect(".o_funnel_step").toHaveCount(0);
});

test("what was chosen is there when one comes back", async () => {
    await open();
    await contains(".o_funnel_person").select("5");
    expect.verifySteps([{...FIRST, user_id: 5}]);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_kpi_scorecard.funnel",
        name: "Again",
    });
    await animationFrame();
    expect.verifySteps([FIRST]);
    await contains(".o_back_button, .breadcrumb-item a").click();
    await animationFrame();
    expect.verifySteps([{...FIRST, user_id: 5}]);
});

test("times and parts are said as people say them", async () => {
    await makeMockEnv();
    const times = [0.5, 6, 47.9, 60, null].map((hours) => String(duration(hours)));
    expect(times).toEqual(["30 min", "6 h", "47.9 h", "2.5 days", "–"]);
    const parts = [33.333, 0, null].map((value) => String(percent(value)));
    expect(parts).toEqual(["33.3 %", "0 %", "–"]);
});
