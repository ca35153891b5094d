import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {
    animationFrame,
    manuallyDispatchProgrammaticEvent,
    queryAllTexts,
    queryAttribute,
    queryOne,
} from "@odoo/hoot-dom";
import {
    contains,
    getService,
    makeMockEnv,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {WebClient} from "@web/webclient/webclient";
import {CallChart} from "@crm_telephony_bridge/dashboard/call_chart";
import {duration, ratio, share} from "@crm_telephony_bridge/dashboard/call_words";

defineMailModels();
describe.current.tags("desktop");

const BASE = [["state", "in", ["ended"]]];
const FIGURES = {
    total: 9,
    incoming: 6,
    answered: 4,
    missed: 2,
    not_called_back: 1,
    outgoing: 3,
    reached: 2,
    talked: 6,
    talk: 3900,
    wait: 7.4,
};
const NONE = Object.fromEntries(Object.keys(FIGURES).map((name) => [name, 0]));

function row(key, label, figures, domain) {
    return {key, label, figures: {...NONE, ...figures}, domain};
}

function statistics(more = {}) {
    return {
        first: "2026-03-16",
        last: "2026-03-22",
        days_label: "03/16/2026 – 03/22/2026",
        choice: [
            {id: 1, name: "Sales"},
            {id: 2, name: "Service"},
        ],
        domain: BASE,
        figures: FIGURES,
        domains: {
            answered: [["disposition", "in", ["answered"]]],
            missed: [["disposition", "in", ["missed"]]],
            not_called_back: [["missed_state", "in", ["open"]]],
            outgoing: [["direction", "in", ["outgoing"]]],
            talked: [],
        },
        names: {answered: "Answered Calls", missed: "Missed Calls", outgoing: "Outgoing Calls"},
        deals: {
            won: 3,
            won_uncalled: 1,
            per_deal: 3,
            domain: [["won_status", "=", "won"]],
            domains: {won: [], won_uncalled: [["has_calls", "=", false]]},
            names: {won: "Won Deals", won_uncalled: "Won Without a Call"},
        },
        people: [
            {
                ...row(7, "Anna", {answered: 4, missed: 2}, [["user_id", "=", 7]]),
                won: 1,
                won_uncalled: 0,
                per_deal: 6,
                deal_domain: [["user_id", "=", 7]],
            },
            {
                ...row(8, "Chris", {}, [["user_id", "=", 8]]),
                won: 2,
                won_uncalled: 1,
                per_deal: 0,
                deal_domain: [["user_id", "=", 8]],
            },
        ],
        teams: [row(1, "Sales", {answered: 4}, [["team_id", "=", 1]])],
        lines: [],
        days: [
            row("2026-03-16", "16 Mar", {answered: 3}, [["day", "=", 16]]),
            row("2026-03-17", "17 Mar", {missed: 2}, [["day", "=", 17]]),
        ],
        hours: [row(9, "9:00", {answered: 4}, [["started_at.hour_number", "=", 9]])],
        ...more,
    };
}

let told = null;
beforeEach(() => {
    told = statistics();
    onRpc("telephony.statistics", "read_statistics", ({args}) => {
        expect.step(args);
        return told;
    });
});

async function open() {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_telephony_bridge.dashboard",
    });
    await animationFrame();
    expect.verifySteps([["week", "", "", 0]]);
    patchWithCleanup(getService("action"), {
        doAction: (action) => expect.step([action.res_model, action.name, action.domain]),
    });
}

test("a figure opens the calls it counts", async () => {
    await open();
    expect("[data-figure=not_called_back] .o_call_value").toHaveClass("text-danger");
    await contains(".o_call_tile[data-figure=missed]").click();
    expect.verifySteps([
        ["telephony.call", "Missed Calls", [...BASE, ["disposition", "in", ["missed"]]]],
    ]);
    await contains("[data-key='7'] [data-figure=answered]").click();
    expect.verifySteps([
        [
            "telephony.call",
            "Answered Calls: Anna",
            [...BASE, ["disposition", "in", ["answered"]], ["user_id", "=", 7]],
        ],
    ]);
});

test("won deals open the deals, with and without a call", async () => {
    await open();
    await contains("[data-key='8'] [data-figure=won_uncalled]").click();
    expect.verifySteps([
        [
            "crm.lead",
            "Won Without a Call: Chris",
            [
                ["won_status", "=", "won"],
                ["has_calls", "=", false],
                ["user_id", "=", 8],
            ],
        ],
    ]);
    expect("[data-key='7'] [data-figure=won_uncalled]").toHaveCount(0);
    expect(queryAllTexts("[data-key='7'] [data-label='Calls per Won Deal']")).toEqual(["6"]);
});

test("the period and the team are asked for; own days begin with those shown", async () => {
    await open();
    await contains(".o_call_period").select("month");
    expect.verifySteps([["month", "", "", 0]]);
    await contains(".o_call_team").select("2");
    expect.verifySteps([["month", "", "", 2]]);
    await contains(".o_call_period").select("own");
    expect.verifySteps([["own", "2026-03-16", "2026-03-22", 2]]);
    const first = queryOne("input[type=date]:eq(0)");
    first.value = "2026-03-01";
    await manuallyDispatchProgrammaticEvent(first, "change");
    await animationFrame();
    expect.verifySteps([["own", "2026-03-01", "2026-03-22", 2]]);
});

test("one team or line is no comparison", async () => {
    await open();
    expect("[data-table=people]").toHaveCount(1);
    expect("[data-table=teams]").toHaveCount(0);
    expect("[data-table=lines]").toHaveCount(0);
});

test("a period without calls says what to do", async () => {
    told = statistics({
        figures: NONE,
        deals: {...told.deals, won: 0},
        people: [],
        hours: [],
    });
    await open();
    expect(".o_view_nocontent").toHaveText(/No calls in this period/);
    expect(".o_call_tile").toHaveCount(0);
    expect(".o_call_period").toHaveCount(1);
});

test("a chart is told to those who hear it, and a bar opens its calls", async () => {
    const chart = await mountWithCleanup(CallChart, {
        props: {
            title: "Per Day",
            rows: told.days,
            series: [
                {name: "answered", label: "Answered"},
                {name: "missed", label: "Missed"},
            ],
            onPick: (name, {label}) => expect.step([name, label]),
        },
    });
    expect(queryAttribute("canvas", "aria-label")).toBe(
        "Per Day. 16 Mar: Answered 3, Missed 0; 17 Mar: Answered 0, Missed 2"
    );
    chart.pick({datasetIndex: 1, index: 1});
    chart.pick(undefined);
    expect.verifySteps([["missed", "17 Mar"]]);
});

test("figures as people say them", async () => {
    await makeMockEnv();
    expect([0, 59.6, 61, 3599, 3660, 7500].map(duration)).toEqual([
        "0 s",
        "1 min",
        "1 min",
        "1 h 00 min",
        "1 h 01 min",
        "2 h 05 min",
    ]);
    expect([share(1, 3), share(1, 0)]).toEqual(["33 %", ""]);
    expect([ratio(2.54), ratio(null), ratio(0)]).toEqual(["2.5", "–", "0"]);
});
