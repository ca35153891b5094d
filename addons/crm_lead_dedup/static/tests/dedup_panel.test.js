import {describe, expect, test} from "@odoo/hoot";
import {advanceTime, Deferred, queryAllTexts, queryRect} from "@odoo/hoot-dom";
import {CHECK_DELAY} from "@crm_lead_dedup/dedup_panel/duplicate_check_hook";
import {contains, MockServer, onRpc} from "@web/../tests/web_test_helpers";
import {
    definePanel,
    enter,
    found,
    LOST,
    MASKED,
    mount,
    NOTHING,
    OLHA,
    server,
    settle,
    typing,
} from "./dedup_panel_helpers";

definePanel();
describe.current.tags("desktop");

test("a phone in a new lead shows who has it already, while it is being typed", async () => {
    await mount();
    expect(".o_dedup_panel").toHaveCount(0);
    await typing("phone", "050 111 22 33");
    await settle();
    expect(server.asked).toHaveLength(1);
    expect(server.asked[0][0]).toBe("crm.lead");
    expect(server.asked[0][1].phone).toBe("050 111 22 33");
    expect(server.asked[0][2]).toBe(false);
    expect(".o_dedup_match").toHaveCount(1);
    expect(".o_dedup_name").toHaveText("Shevchenko Olha");
    expect(".o_dedup_chance span").toHaveText("very likely");
    expect(".o_dedup_chance").toHaveAttribute("title", "97 %");
    expect(".o_dedup_match .badge").toHaveText("Customer");
    expect(".o_dedup_in_charge").toHaveText("In charge: Olena Koval");
    expect(queryAllTexts(".o_dedup_reasons")[0]).toInclude("same phone, similar name");
    expect(".o_dedup_name").toHaveAttribute("target", "_blank");
    expect(".o_field_widget[name=phone] input").toBeFocused();
});

test("many keys are one question", async () => {
    await mount();
    for (const text of ["05011", "0501112", "050 111 22 33"]) {
        await typing("phone", text);
        await advanceTime(CHECK_DELAY / 2);
    }
    await settle();
    expect(server.asked).toHaveLength(1);
    await contains(".o_form_sheet").click();
    await settle();
    expect(server.asked).toHaveLength(1);
});

test("what tells nothing asks nothing, and takes the panel away", async () => {
    await mount();
    await typing("phone", "050");
    await enter("name", "A title of a lead");
    await settle();
    expect(server.asked).toHaveLength(0);
    await typing("phone", "050 111 22 33");
    await settle();
    expect(".o_dedup_panel").toHaveCount(1);
    await typing("phone", "");
    await settle();
    expect(server.asked).toHaveLength(1);
    expect(".o_dedup_panel").toHaveCount(0);
});

test("the latest answer wins, whichever comes last", async () => {
    const slow = new Deferred();
    server.answers = [slow, found(LOST)];
    await mount();
    await typing("phone", "050 111 22 33");
    await settle();
    await typing("phone", "050 111 22 44");
    await settle();
    expect(".o_dedup_name").toHaveText("Desk for Olha");
    slow.resolve(found(OLHA));
    await settle();
    expect(".o_dedup_name").toHaveText("Desk for Olha");
});

test("a saved card brings its answer along; nothing is asked until something changes", async () => {
    await mount(2);
    await settle();
    expect(server.asked).toHaveLength(0);
    expect(".o_dedup_bar").toHaveText("Likely matches: 1");
    expect(".o_dedup_bar").toHaveAttribute("aria-expanded", "false");
    expect(".o_dedup_match").toHaveCount(0);
    await contains(".o_dedup_bar").click();
    expect(".o_dedup_match").toHaveCount(1);
    await enter("contact_name", "Olha Sh.");
    await settle();
    expect(server.asked).toHaveLength(1);
    expect(server.asked[0][2]).toBe(2);
    await contains(".o_form_button_cancel").click();
    await settle();
    expect(server.asked).toHaveLength(1);
    expect(".o_dedup_name").toHaveText("Shevchenko Olha");
});

test("quiet when nothing is found", async () => {
    server.answers = [NOTHING];
    await mount(1);
    await enter("phone", "+380501112299");
    await settle();
    expect(server.asked).toHaveLength(1);
    expect(".o_dedup_panel").toHaveCount(0);
    expect(".o_dedup_failed").toHaveCount(0);
});

test("an error is a small note, and saving works all the same", async () => {
    onRpc("crm.dedup.panel", "check", () => {
        throw new Error("no engine");
    });
    await mount();
    await enter("phone", "+380501112299");
    await settle();
    expect(".o_dedup_failed").toHaveText("Could not check for duplicates.");
    expect(".o_error_dialog").toHaveCount(0);
    await contains(".o_form_button_save").click();
    expect(MockServer.env["crm.lead"].search_count([["phone", "=", "+380501112299"]])).toBe(1);
});

test("a look-up that failed with the form is told too", async () => {
    await mount(3);
    expect(".o_dedup_failed").toHaveCount(1);
    expect(".o_dedup_panel").toHaveCount(0);
});

test("saving does not wait for an answer", async () => {
    server.answers = [new Deferred()];
    await mount();
    await enter("phone", "+380501112299");
    await advanceTime(CHECK_DELAY);
    await contains(".o_form_button_save").click();
    expect(MockServer.env["crm.lead"].search_count([["phone", "=", "+380501112299"]])).toBe(1);
});

test("nothing above the panel moves when it appears", async () => {
    await mount();
    const before = queryRect(".o_field_widget[name=email_from]");
    await typing("phone", "050 111 22 33");
    await settle();
    expect(".o_dedup_panel").toHaveCount(1);
    const after = queryRect(".o_field_widget[name=email_from]");
    expect([after.top, after.left, after.width]).toEqual([before.top, before.left, before.width]);
});

test("somebody else's card says who is in charge and offers nothing", async () => {
    server.answers = [found(MASKED)];
    await mount();
    await typing("phone", "050 111 22 33");
    await settle();
    expect(".o_dedup_name").toHaveText("Somebody else's card");
    expect("a.o_dedup_name").toHaveCount(0);
    expect(".o_dedup_actions button").toHaveCount(0);
    expect(".o_dedup_in_charge").toHaveText("In charge: Olena Koval");
});

test("warnings and colleagues come first", async () => {
    server.answers = [
        {
            ...found(OLHA),
            colleagues: [{user: "Olena Koval", text: "Olena Koval works here", leads: []}],
            warnings: [{action: "block", text: "Ask Olena Koval for the card."}],
        },
    ];
    await mount();
    await typing("phone", "050 111 22 33");
    await settle();
    expect(".o_dedup_serious").toHaveCount(1);
    expect(".o_dedup_warning.alert-danger").toHaveText(
        "Saving will be refused. Ask Olena Koval for the card."
    );
    expect(".o_dedup_colleague").toHaveText("Olena Koval works here");
    expect(".o_dedup_summary").toHaveText("Likely matches: 1 · Olena Koval works here");
});

test("only the first rows are shown at once", async () => {
    server.answers = [found(...[1, 2, 3, 4, 5].map((id) => ({...OLHA, id})))];
    await mount();
    await typing("phone", "050 111 22 33");
    await settle();
    expect(".o_dedup_match").toHaveCount(3);
    await contains(".o_dedup_more").click();
    expect(".o_dedup_match").toHaveCount(5);
});

test("folded by hand it stays folded while typing goes on", async () => {
    await mount();
    await typing("phone", "050 111 22 33");
    await settle();
    await contains(".o_dedup_bar").click();
    expect(".o_dedup_match").toHaveCount(0);
    await typing("phone", "050 111 22 44");
    await settle();
    expect(server.asked).toHaveLength(2);
    expect(".o_dedup_match").toHaveCount(0);
});

test("related cards are called so, without a probability of being the same", async () => {
    server.answers = [found(LOST, {...OLHA, relation: "related"})];
    await mount();
    await typing("phone", "050 111 22 33");
    await settle();
    expect(".o_dedup_summary").toHaveText("Likely matches: 1 · Related: 1");
    expect(".o_dedup_match:eq(1) .o_dedup_chance").toHaveText("related");
    expect(".o_dedup_match:eq(1) .progress").toHaveCount(0);
});

test("everything in the panel is reached by the keyboard", async () => {
    await mount();
    await typing("phone", "050 111 22 33");
    await settle();
    for (const selector of [
        ".o_dedup_bar",
        "a.o_dedup_name",
        ".o_dedup_link",
        ".o_dedup_dismiss",
    ]) {
        expect(document.querySelector(selector).tabIndex).toBe(0);
    }
});
