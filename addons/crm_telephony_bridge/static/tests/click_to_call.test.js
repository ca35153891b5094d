import {describe, expect, test} from "@odoo/hoot";
import {advanceTime, queryAllTexts, queryOne} from "@odoo/hoot-dom";
import {COMMAND_DELAY} from "@crm_telephony_bridge/calls/call_desk";
import {contains, getService, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {session} from "@web/session";
import {
    clickNumber,
    defineTelephony,
    HEAD,
    OLHA,
    server,
    settle,
    start,
    tellCall,
    tellCommand,
} from "./telephony_helpers";

defineTelephony();
describe.current.tags("desktop");

async function open(view, props = {}) {
    await start();
    const action = {type: "ir.actions.act_window", res_model: "crm.lead", views: [[false, view]]};
    await getService("action").doAction({...action, ...props});
    await settle();
}

const OUTGOING = {direction: "outgoing", call_id: 9, command_id: 3, number: "+380501112233"};

test("from a form: the number beside the field", async () => {
    await open("form", {res_id: 5});
    expect(".o_phone_form_link").toHaveAttribute("title", "Call +380 50 111 2233 with my phone");
    await clickNumber();
    expect(server.asked.telephony_call).toEqual([["+380 50 111 2233", "crm.lead", 5]]);
    expect(".o_call_name").toHaveText("Desks");
});

test("from a list, without opening the record", async () => {
    await open("list");
    await contains(".o_data_row:eq(1) .o_phone_content a").click();
    await settle();
    expect(server.asked.telephony_call).toEqual([["+380 50 111 4455", "crm.lead", 6]]);
    expect(".o_list_view").toHaveCount(1);
});

test("from a kanban, without opening the record", async () => {
    await open("kanban");
    await contains(".o_kanban_record:eq(0) .o_phone_content a").click();
    await settle();
    expect(server.asked.telephony_call).toEqual([["+380 50 111 2233", "crm.lead", 5]]);
    expect(".o_kanban_view").toHaveCount(1);
});

test("who has no phone in Odoo gets core's link", async () => {
    patchWithCleanup(session, {telephony: {can_dial: false, unfinished: 0}});
    await open("form", {res_id: 5});
    queryOne(".o_phone_form_link").addEventListener("click", (ev) => {
        expect.step(ev.defaultPrevented ? "taken" : "left to the browser");
        ev.preventDefault();
    });
    await clickNumber();
    expect.verifySteps(["left to the browser"]);
    expect(server.asked.telephony_call).toBe(undefined);
});

test("honest states: my phone, the customer's, talking", async () => {
    await open("form", {res_id: 5});
    await clickNumber();
    expect(".o_call_title").toHaveText("Calling: your phone is about to ring");
    await tellCommand({command_id: 3, state: "phone_ringing", reason: "", call_id: 9});
    expect(".o_call_title").toHaveText("Pick up your phone");
    expect(queryAllTexts(".o_call_steps .o_now")).toEqual(["Your phone"]);
    server.cards[9] = {...OUTGOING, people: [OLHA], head: HEAD};
    await tellCall(OUTGOING);
    await tellCommand({command_id: 3, state: "customer_ringing", reason: "", call_id: 9});
    expect(".o_call_card").toHaveCount(1);
    expect(".o_call_title").toHaveText("Ringing at the other end");
    expect(".o_call_name").toHaveText("Olha Shevchenko");
    await tellCommand({command_id: 3, state: "talking", reason: "", call_id: 9});
    await tellCall({...OUTGOING, state: "ongoing", version: 2, answered_by_me: true});
    expect(".o_call_title").toHaveText("Talking");
});

test("why it failed", async () => {
    await open("form", {res_id: 5});
    await clickNumber();
    await tellCommand({command_id: 3, state: "failed", reason: "busy", call_id: false});
    expect(".o_call_title").toHaveText("Could not call: busy");
    expect(".o_call_back").toHaveText("Call again");
});

test("what must not be called is said at once", async () => {
    server.dial = {command_id: false, state: "failed", reason: "not allowed (Abroad)"};
    await open("form", {res_id: 5});
    await clickNumber();
    expect(".o_call_title").toHaveText("Could not call: not allowed (Abroad)");
});

test("nobody takes the order: asked after, it says so", async () => {
    await open("form", {res_id: 5});
    await clickNumber();
    await advanceTime(COMMAND_DELAY + 100);
    await settle();
    expect(server.asked.telephony_call_state).toEqual([[3]]);
    expect(".o_call_title").toHaveText("Could not call: bridge not reachable");
});

test("two clicks are one card", async () => {
    await open("form", {res_id: 5});
    await clickNumber();
    await clickNumber();
    expect(".o_call_card").toHaveCount(1);
});

test("not reached: how it ended", async () => {
    await open("form", {res_id: 5});
    await tellCall(OUTGOING);
    await tellCall({...OUTGOING, state: "ended", version: 2, disposition: "busy"});
    expect(".o_call_title").toHaveText("Busy");
});
