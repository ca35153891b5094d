import {describe, expect, press, test} from "@odoo/hoot";
import {advanceTime, queryAllTexts, waitFor} from "@odoo/hoot-dom";
import {TRACE_DELAY} from "@crm_telephony_bridge/calls/call_desk";
import {contains, onRpc} from "@web/../tests/web_test_helpers";
import {
    defineTelephony,
    HEAD,
    OLHA,
    RINGING,
    server,
    settle,
    start,
    tellCall,
    tellFinished,
} from "./telephony_helpers";

defineTelephony();
describe.current.tags("desktop");

const KNOWN = {people: [OLHA], head: HEAD};
const TALKING = {state: "ongoing", version: 2, answered_by_me: true, answered: 1004};
const OVER = {state: "ended", version: 3, disposition: "answered", answered_by_me: true};

async function ring(values) {
    await tellCall(values);
    await waitFor(".o_call_card");
    await settle();
}

test("a ring shows who calls, and takes no focus", async () => {
    server.cards[1] = KNOWN;
    await start();
    const focused = document.activeElement;
    await ring();
    expect(".o_call_card").toHaveCount(1);
    expect(".o_call_title").toHaveText("Incoming call");
    expect(".o_call_line").toHaveText("→ Shop");
    expect(".o_call_name").toHaveText("Olha Shevchenko");
    expect(".o_call_about").toHaveText("Svitanok · Buyer");
    expect(".o_call_number").toHaveText("+380 67 111 2233 → Shop");
    expect(queryAllTexts(".o_call_deals a")).toEqual(["Desks"]);
    expect(".o_call_next").toHaveText("Mar 10 (late) · Send drawing");
    expect(".o_call_in_charge").toHaveText("Mitchell Admin");
    expect(".o_call_turnover").toHaveCount(0);
    expect(document.activeElement).toBe(focused);
});

test("the card is there before it is known who calls", async () => {
    await start();
    onRpc("telephony.call", "call_card", () => new Promise(() => {}));
    await ring();
    expect(".o_call_name").toHaveText("+380 67 111 2233");
    expect(".o_call_create").toHaveCount(0);
});

test("an add-on that knows money shows it", async () => {
    server.cards[1] = {people: [OLHA], head: {...HEAD, turnover: 1200, debt: 300}};
    await start();
    await ring();
    expect(".o_call_turnover").toHaveText(/1,200/);
    expect(".o_call_debt").toHaveClass("text-danger");
});

test("a screen reader hears who calls and how to get there", async () => {
    server.cards[1] = KNOWN;
    await start();
    await ring();
    expect(".o_call_stack [role=status]").toHaveText(
        "Incoming call: Olha Shevchenko, Svitanok. Press Alt+Shift+P for the card."
    );
    expect(".o_call_card").toHaveAttribute("role", "alertdialog");
    expect(".o_call_card").toHaveAttribute("aria-modal", "false");
});

test("by keyboard: a shortcut leads to the card, Escape folds it", async () => {
    await start();
    await ring();
    await press(["alt", "shift", "p"]);
    await settle();
    expect(".o_call_card").toBeFocused();
    await press("Escape");
    await settle();
    expect(".o_call_body").toHaveCount(0);
    expect(".o_call_card header").toHaveText(/\+380 67 111 2233/);
    await press(["alt", "shift", "p"]);
    await settle();
    expect(".o_call_body").toHaveCount(1);
});

test("somebody else answers: it says who, and goes", async () => {
    await start();
    await ring();
    await tellCall({state: "ongoing", version: 2, answered_by: "Olena Koval"});
    expect(".o_call_title").toHaveText("Answered by Olena Koval");
    expect(".o_call_create").toHaveCount(0);
    await advanceTime(TRACE_DELAY + 100);
    await settle();
    expect(".o_call_card").toHaveCount(0);
});

test("missed: it says so, and offers to call back", async () => {
    await start();
    await ring();
    await tellCall({state: "ended", version: 2, disposition: "missed"});
    expect(".o_call_title").toHaveText("Missed call");
    await contains(".o_call_back").click();
    await settle();
    expect(server.asked.telephony_call).toEqual([["+380671112233", false, false]]);
    expect(".o_call_title").toHaveText("Calling: your phone is about to ring");
});

test("a card that is being read stays", async () => {
    await start();
    await ring();
    await tellCall({state: "ended", version: 2, disposition: "missed"});
    await contains(".o_call_card").hover();
    await advanceTime(TRACE_DELAY + 100);
    await settle();
    expect(".o_call_card").toHaveCount(1);
});

test("several calls stack, each goes its own way", async () => {
    await start();
    await ring();
    await tellCall({call_id: 2, number: "101", formatted: "101"});
    expect(".o_call_card").toHaveCount(2);
    await tellCall({...TALKING, call_id: 2});
    expect(queryAllTexts(".o_call_title")).toEqual(["Talking", "Incoming call"]);
});

test("old news, repeated or late, changes nothing", async () => {
    await start();
    await ring();
    await tellCall(TALKING);
    await tellCall({version: 1});
    expect(".o_call_title").toHaveText("Talking");
    await tellCall(TALKING);
    expect(".o_call_card").toHaveCount(1);
});

test("a call that nobody here saw ring leaves no trace", async () => {
    await start();
    await tellCall({state: "ended", version: 4, disposition: "missed", mine: false});
    await tellCall({state: "ongoing", version: 2, mine: false, answered_by: "Olena"});
    expect(".o_call_card").toHaveCount(0);
});

test("after a reload the card is there again", async () => {
    server.open = [{...RINGING, ...TALKING}];
    server.cards[1] = {...KNOWN, ...TALKING};
    await start();
    await settle();
    expect(".o_call_title").toHaveText("Talking");
    expect(".o_call_name").toHaveText("Olha Shevchenko");
});

test("a card that was sent away stays away", async () => {
    await start();
    await ring();
    await contains(".o_call_dismiss").click();
    expect(".o_call_card").toHaveCount(0);
    await tellCall(TALKING);
    expect(".o_call_card").toHaveCount(0);
});

test("an unknown caller becomes contact and lead in one click", async () => {
    server.card_create = {
        type: "ir.actions.act_window",
        res_model: "crm.lead",
        res_id: 5,
        views: [[false, "form"]],
        target: "current",
    };
    await start();
    await ring();
    await contains(".o_call_new_name").edit("Taras", {confirm: false});
    await contains(".o_call_create").click();
    await waitFor(".o_form_view");
    expect(server.asked.card_create).toEqual([[1, "Taras"]]);
    expect(".o_call_card").toHaveCount(1);
});

test("a note is saved when it is left", async () => {
    await start();
    await ring();
    await contains(".o_call_note").click();
    expect(".o_call_note_text").toBeFocused();
    await contains(".o_call_note_text").edit("20 desks", {confirm: "blur"});
    await settle();
    expect(server.asked.card_note).toEqual([[1, "20 desks"]]);
});

test("attach to a card that is there: chosen from a list", async () => {
    server.cards[1] = {people: [], head: null};
    await start();
    await ring();
    await contains(".o_call_attach").click();
    await contains(".o-dropdown-item:contains(a lead or opportunity)").click();
    await waitFor(".modal .o_data_row");
    expect(".o_call_card").not.toBeVisible();
    server.cards[1] = KNOWN;
    await contains(".modal .o_data_row:eq(1) .o_data_cell").click();
    await settle();
    expect(server.asked.card_attach).toEqual([[1, "crm.lead", 6]]);
    expect(".o_call_card").toBeVisible();
    expect(".o_call_name").toHaveText("Olha Shevchenko");
});

test("of a colleague's customer only who is in charge", async () => {
    const hidden = {model: "crm.lead", id: 9, readable: false, name: "A customer of a colleague"};
    server.cards[1] = {people: [{...hidden, in_charge: "Olena Koval"}], head: null};
    await start();
    await ring();
    expect(".o_call_name").toHaveText("A customer of a colleague");
    expect(".o_call_about").toHaveText(/in charge: Olena Koval/);
    expect(".o_call_card a").toHaveCount(0);
    expect(".o_call_open").toHaveCount(0);
});

test("several owners of a number are all there", async () => {
    server.cards[1] = {people: [OLHA, {...OLHA, id: 8, name: "Petro"}], head: HEAD};
    await start();
    await ring();
    expect(".o_call_name").toHaveText("Olha Shevchenko");
    expect(".o_call_others").toHaveText(/also Petro/);
});

test("when it cannot be loaded who it is, one can try again", async () => {
    let broken = true;
    onRpc("telephony.call", "call_card", () => {
        if (broken) {
            throw new Error("gone");
        }
        return {...RINGING, ...KNOWN};
    });
    await start();
    await ring();
    broken = false;
    await contains(".o_call_unknown button").click();
    await settle();
    expect(".o_call_unknown").toHaveCount(0);
    expect(".o_call_name").toHaveText("Olha Shevchenko");
});

test("after the call: result and note in two clicks", async () => {
    server.card_finish = 0;
    server.cards[1] = KNOWN;
    await start();
    await ring();
    await tellCall(TALKING);
    await tellCall({...OVER, finish: "required"});
    expect(".o_call_title").toHaveText("How did it go?");
    expect(".o_call_save").not.toBeEnabled();
    expect(".o_call_systray .badge").toHaveText("1");
    await contains(".o_call_result:contains(Agreed)").click();
    await contains(".o_call_form textarea").edit("sends an order", {confirm: false});
    await contains(".o_call_save").click();
    await settle();
    expect(server.asked.card_finish).toEqual([[1, 1, "sends an order"]]);
    expect(".o_call_card").toHaveCount(0);
    expect(".o_call_systray").toHaveCount(0);
});

test("finished in another place: the card goes", async () => {
    server.cards[1] = KNOWN;
    await start();
    await ring();
    await tellCall({...OVER, finish: "open"});
    expect(".o_call_form").toHaveCount(1);
    await tellFinished({call_id: 1, unfinished: 0});
    expect(".o_call_card").toHaveCount(0);
});
