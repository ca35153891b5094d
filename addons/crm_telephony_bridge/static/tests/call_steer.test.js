import {describe, expect, test} from "@odoo/hoot";
import {advanceTime, queryAllTexts} from "@odoo/hoot-dom";
import {COMMAND_DELAY} from "@crm_telephony_bridge/calls/call_desk";
import {contains} from "@web/../tests/web_test_helpers";
import {
    defineTelephony,
    RINGING,
    server,
    settle,
    start,
    tellCall,
    tellCommand,
} from "./telephony_helpers";

defineTelephony();
describe.current.tags("desktop");

const TALKING = {state: "ongoing", version: 2, answered_by_me: true, answered: 1004};
const QUEUED = {command_id: 9, state: "queued", reason: "", call_id: 1};
const COLLEAGUES = [
    {id: 4, number: "101", name: "Olena Koval", connected: true},
    {id: 5, number: "103", name: "", connected: false},
];

async function talk(values) {
    server.cards[1] = {...TALKING, ...values};
    await start();
    await tellCall();
    await tellCall({...TALKING, ...values});
    await settle();
}

test("only a call of one's own that goes on can be steered", async () => {
    await start();
    await tellCall();
    expect(".o_call_steer").toHaveCount(0);
    await tellCall({...TALKING, answered_by_me: false, mine: false, answered_by: "Olena"});
    expect(".o_call_steer").toHaveCount(0);
});

test("a provider that takes no orders has no such buttons", async () => {
    await talk({can_steer: false});
    expect(".o_call_title").toHaveText("Talking");
    expect(".o_call_steer").toHaveCount(0);
});

test("hang up: under way, then over when the call is over", async () => {
    server.card_steer = {...QUEUED, kind: "hangup"};
    await talk();
    await contains(".o_call_hang_up").click();
    await settle();
    expect(server.asked.card_steer).toEqual([[1, "hangup", false]]);
    expect(".o_call_order").toHaveText("Hanging up…");
    expect(".o_call_hang_up").not.toBeEnabled();
    expect(".o_call_title").toHaveText("Talking");
    await tellCommand({...QUEUED, kind: "hangup", state: "ended"});
    await tellCall({...TALKING, state: "ended", version: 3, disposition: "answered"});
    expect(".o_call_steer").toHaveCount(0);
});

test("transfer: to a colleague, chosen by name; why it failed", async () => {
    server.card_steer = {...QUEUED, kind: "transfer"};
    server.card_colleagues = COLLEAGUES;
    await talk();
    await contains(".o_call_transfer").click();
    await settle();
    expect(queryAllTexts(".o_call_colleague")).toEqual([
        "101 · Olena Koval",
        "103 (phone not connected)",
    ]);
    await contains(".o_call_colleagues input").edit("ole", {confirm: false});
    await advanceTime(300);
    await settle();
    expect(server.asked.card_colleagues).toEqual([
        [1, ""],
        [1, "ole"],
    ]);
    await contains(".o_call_colleague:contains(Olena)").click();
    await settle();
    expect(server.asked.card_steer).toEqual([[1, "transfer", 4]]);
    await tellCommand({...QUEUED, kind: "transfer", state: "failed", reason: "the call is over"});
    expect(".o_call_order").toHaveText("Could not transfer: the call is over");
    expect(".o_call_order").toHaveAttribute("role", "alert");
    expect(".o_call_transfer").toBeEnabled();
});

test("paused when the PBX says so, not when it was asked", async () => {
    server.card_steer = {...QUEUED, kind: "pause", paused: false};
    await talk();
    await contains(".o_call_pause").click();
    await settle();
    expect(".o_call_order").toHaveText("Pausing the recording…");
    expect(".o_call_paused").toHaveCount(0);
    await tellCommand({...QUEUED, kind: "pause", state: "ended", paused: true});
    expect(".o_call_paused").toHaveText("The recording is paused");
    expect(".o_call_order").toHaveCount(0);
    expect(".o_call_pause").toHaveText("Go on recording");
    server.card_steer = {...QUEUED, command_id: 10, kind: "resume", paused: true};
    await contains(".o_call_pause").click();
    await settle();
    expect(server.asked.card_steer.at(-1)).toEqual([1, "resume", false]);
    expect(".o_call_paused").toHaveCount(1);
});

test("paused in another tab, and after a reload", async () => {
    await talk();
    await tellCommand({...QUEUED, kind: "pause", state: "ended", paused: true});
    expect(".o_call_paused").toHaveCount(1);
    await tellCall({...RINGING, ...TALKING, version: 3, paused: false});
    expect(".o_call_paused").toHaveCount(0);
});

test("nobody takes the order: it says so", async () => {
    server.card_steer = {...QUEUED, command_id: 3, kind: "pause", paused: false};
    await talk();
    await contains(".o_call_pause").click();
    await settle();
    server.order_state = {call_id: 1, kind: "pause"};
    await advanceTime(COMMAND_DELAY + 100);
    await settle();
    expect(".o_call_order").toHaveText("The recording goes on: bridge not reachable");
    expect(".o_call_paused").toHaveCount(0);
});
