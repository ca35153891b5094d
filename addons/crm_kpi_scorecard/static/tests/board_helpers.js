import {expect} from "@odoo/hoot";
import {animationFrame} from "@odoo/hoot-dom";
import {getService, mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";
import {WebClient} from "@web/webclient/webclient";

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
export const FIRST = {company_id: 1, kind: "month", level: "person", offset: 0};

/** A figure in a band. */
export function ok(value, colour, sign, more = {}) {
    return {value, state: "ok", colour, sign, meaning: `is ${colour}`, advice: "", ...more};
}

/** Story 5: 1 deal in 5 calls, 3 in 6, 2 without a logged call. */
export function people() {
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

/** The board as the server tells it. */
export function told(asked, more = {}) {
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

// What the server tells: each test changes its own.
export const server = {answer: null, settings: null};

/** A server with a board of three people. */
export function mockBoard() {
    server.answer = (asked) => told(asked);
    server.settings = {
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
    onRpc("crm.kpi.board", "board_settings", () => server.settings);
    onRpc("crm.kpi.board", "board", ({args: [asked]}) => {
        expect.step(asked);
        return server.answer(asked);
    });
}

/** Open the board, which asks once. */
export async function openBoard(asked = FIRST) {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_kpi_scorecard.board",
    });
    await animationFrame();
    expect.verifySteps(asked ? [asked] : []);
}

/** Where a figure stands. */
export const cell = (key, kpi) => `[data-key='${key}'] [data-kpi='${kpi}']`;
