import {mailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach} from "@odoo/hoot";
import {animationFrame, tick} from "@odoo/hoot-dom";
import {
    contains,
    defineModels,
    fields,
    getService,
    MockServer,
    models,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
    serverState,
} from "@web/../tests/web_test_helpers";
import {session} from "@web/session";
import {WebClient} from "@web/webclient/webclient";

export class Call extends models.Model {
    _name = "telephony.call";

    note = fields.Text();
}

export class Lead extends models.Model {
    _name = "crm.lead";

    name = fields.Char();
    phone = fields.Char();
    _records = [
        {id: 5, name: "Desks", phone: "+380 50 111 2233"},
        {id: 6, name: "Chairs", phone: "+380 50 111 4455"},
    ];
    _views = {
        form: `<form><field name="name"/><field name="phone" widget="phone"/></form>`,
        list: `<list><field name="name"/><field name="phone" widget="phone"/></list>`,
        kanban: `
            <kanban>
                <templates>
                    <t t-name="card"><field name="name"/><field name="phone" widget="phone"/></t>
                </templates>
            </kanban>`,
    };
}

export const RINGING = {
    call_id: 1,
    version: 1,
    state: "ringing",
    direction: "incoming",
    disposition: null,
    number: "+380671112233",
    formatted: "+380 67 111 2233",
    line: "Shop",
    started: 1000,
    answered: null,
    since: 1003,
    mine: true,
    answered_by_me: false,
    answered_by: null,
    finish: null,
    command_id: false,
    can_steer: true,
    paused: false,
};
export const OLHA = {
    model: "res.partner",
    id: 7,
    readable: true,
    name: "Olha Shevchenko",
    company: "Svitanok",
    role: "Buyer",
    in_charge: "Mitchell Admin",
    title: false,
};
export const HEAD = {
    in_charge: "Mitchell Admin",
    deals: [{id: 5, name: "Desks", stage: "Proposition", amount: 900, currency: 1}],
    more_deals: false,
    last_contact: {at: "2019-03-08 10:00:00", kind: "Call, incoming"},
    next_activity: {date: "2019-03-10", summary: "Send drawing", user: "Me", overdue: true},
    turnover: null,
    debt: null,
    currency: 1,
};
export const RESULTS = [
    {id: 1, name: "Agreed"},
    {id: 2, name: "Call again"},
];

/** What the server answers and what it was asked: `{method: [args, ...]}`. */
export const server = {cards: {}, open: [], asked: {}, dial: {}};

const asked = (method, args) => (server.asked[method] ||= []).push(args);

/** The models and the server of a suite; to be called once at its top. */
export function defineTelephony() {
    defineModels({...mailModels, Call, Lead});
    beforeEach(() => {
        Object.assign(server, {cards: {}, open: [], asked: {}, dial: {}, order_state: {}});
        patchWithCleanup(session, {telephony: {can_dial: true, unfinished: 0}});
        onRpc("telephony.call", "open_cards", () => ({cards: server.open, unfinished: 0}));
        onRpc("telephony.call", "call_card", ({args}) => {
            asked("call_card", args);
            const people = {people: [], head: null, note: "", result_id: false, results: RESULTS};
            const known = server.cards[args[0]];
            return {...RINGING, call_id: args[0], ...people, ...known};
        });
        const methods = ["card_create", "card_attach", "card_note", "card_finish"];
        for (const method of [...methods, "card_steer", "card_colleagues"]) {
            onRpc("telephony.call", method, ({args}) => {
                asked(method, args);
                return server[method] ?? true;
            });
        }
        onRpc("res.users", "telephony_call", ({args}) => {
            asked("telephony_call", args);
            const answer = {command_id: 3, state: "queued", reason: "", name: "Desks"};
            return {...answer, number: args[0], ...server.dial};
        });
        onRpc("res.users", "telephony_call_state", ({args}) => {
            asked("telephony_call_state", args);
            const state = {command_id: args[0], state: "failed", reason: "bridge not reachable"};
            return {...state, ...server.order_state};
        });
    });
}

export async function settle() {
    await animationFrame();
    await animationFrame();
    await animationFrame();
}

export async function start() {
    await mountWithCleanup(WebClient);
    await settle();
    return getService("crm_telephony");
}

async function send(type, payload) {
    MockServer.env["bus.bus"]._sendone(serverState.partnerId, type, payload);
    await tick();
    return settle();
}

/** The link beside a number in a form is there while one is in the field or over it. */
export async function clickNumber() {
    await contains(".o_field_phone input").click();
    await contains(".o_phone_form_link").click();
    await settle();
}

export const tellCall = (values) => send("crm_telephony_bridge.call", {...RINGING, ...values});
export const tellCommand = (values) => send("crm_telephony_bridge.command", values);
export const tellFinished = (values) => send("crm_telephony_bridge.finished", values);
