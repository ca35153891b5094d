import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {advanceTime, animationFrame, Deferred, queryAllTexts, queryRect} from "@odoo/hoot-dom";
import {CHECK_DELAY} from "@crm_lead_dedup/dedup_panel/duplicate_check_hook";
import {
    contains,
    defineModels,
    fields,
    getService,
    MockServer,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";

const OLHA = {
    model: "res.partner",
    id: 7,
    name: "Shevchenko Olha",
    readable: true,
    in_charge: "Olena Koval",
    kind: "customer",
    probability: 0.972,
    relation: "duplicate",
    reasons: [
        {text: "same phone", against: false},
        {text: "similar name: Шевченко О. / Shevchenko Olha", against: false},
    ],
    can: ["open", "link", "dismiss"],
};
const LOST = {
    ...OLHA,
    model: "crm.lead",
    id: 8,
    name: "Desk for Olha",
    kind: "lost",
    probability: 0.75,
    can: ["open", "attach", "dismiss"],
};
const MASKED = {
    ...OLHA,
    id: 9,
    name: "Somebody else's card",
    readable: false,
    kind: "customer",
    reasons: [{text: "same phone", against: false}],
    can: [],
};
const NOTHING = {matches: [], colleagues: [], warnings: []};
const found = (...matches) => ({...NOTHING, matches});

class Lead extends models.Model {
    _name = "crm.lead";

    name = fields.Char();
    contact_name = fields.Char();
    phone = fields.Char();
    email_from = fields.Char();
    partner_id = fields.Many2one({relation: "res.partner"});
    dedup_hint = fields.Json();
    dedup_not_same = fields.Json();
    _records = [
        {id: 1, name: "Quiet", phone: "+380501112233", dedup_hint: NOTHING},
        {id: 2, name: "Known", phone: "+380501112244", dedup_hint: {...found(OLHA), dismissed: []}},
        {id: 3, name: "Broken", phone: "+380501112255", dedup_hint: {failed: true}},
    ];
}

defineMailModels();
defineModels([Lead]);
describe.current.tags("desktop");

const FORM = `
    <form>
        <sheet>
            <field name="name"/>
            <field name="contact_name"/>
            <field name="phone"/>
            <field name="email_from"/>
            <field name="partner_id"/>
            <widget name="dedup_panel"/>
        </sheet>
    </form>`;

/** What the server answers, question by question; the last answer is given again. */
let answers = [];
let asked = [];

beforeEach(() => {
    answers = [found(OLHA)];
    asked = [];
    onRpc("crm.dedup.panel", "check", ({args}) => {
        asked.push(args);
        return answers.length > 1 ? answers.shift() : answers[0];
    });
});

const mount = (resId) => mountView({type: "form", resModel: "crm.lead", arch: FORM, resId});

async function settle(time = CHECK_DELAY) {
    await advanceTime(time);
    await animationFrame();
    await animationFrame();
}

/** Type into a field and stay in it, as somebody who has not finished. */
async function typing(name, text) {
    await contains(`.o_field_widget[name=${name}] input`).edit(text, {confirm: false});
}

async function enter(name, text) {
    await contains(`.o_field_widget[name=${name}] input`).edit(text, {confirm: "blur"});
    await animationFrame();
}

test("a phone in a new lead shows who has it already, while it is being typed", async () => {
    await mount();
    expect(".o_dedup_panel").toHaveCount(0);
    await typing("phone", "050 111 22 33");
    await settle();
    expect(asked).toHaveLength(1);
    expect(asked[0][0]).toBe("crm.lead");
    expect(asked[0][1].phone).toBe("050 111 22 33");
    expect(asked[0][2]).toBe(false);
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
    expect(asked).toHaveLength(1);
    await contains(".o_form_sheet").click();
    await settle();
    expect(asked).toHaveLength(1);
});

test("what tells nothing asks nothing, and takes the panel away", async () => {
    await mount();
    await typing("phone", "050");
    await enter("name", "A title of a lead");
    await settle();
    expect(asked).toHaveLength(0);
    await typing("phone", "050 111 22 33");
    await settle();
    expect(".o_dedup_panel").toHaveCount(1);
    await typing("phone", "");
    await settle();
    expect(asked).toHaveLength(1);
    expect(".o_dedup_panel").toHaveCount(0);
});

test("the latest answer wins, whichever comes last", async () => {
    const slow = new Deferred();
    answers = [slow, found(LOST)];
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
    expect(asked).toHaveLength(0);
    expect(".o_dedup_bar").toHaveText("Likely matches: 1");
    expect(".o_dedup_bar").toHaveAttribute("aria-expanded", "false");
    expect(".o_dedup_match").toHaveCount(0);
    await contains(".o_dedup_bar").click();
    expect(".o_dedup_match").toHaveCount(1);
    await enter("contact_name", "Olha Sh.");
    await settle();
    expect(asked).toHaveLength(1);
    expect(asked[0][2]).toBe(2);
    await contains(".o_form_button_cancel").click();
    await settle();
    expect(asked).toHaveLength(1);
    expect(".o_dedup_name").toHaveText("Shevchenko Olha");
});

test("quiet when nothing is found", async () => {
    answers = [NOTHING];
    await mount(1);
    await enter("phone", "+380501112299");
    await settle();
    expect(asked).toHaveLength(1);
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
    answers = [new Deferred()];
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
    answers = [found(MASKED)];
    await mount();
    await typing("phone", "050 111 22 33");
    await settle();
    expect(".o_dedup_name").toHaveText("Somebody else's card");
    expect("a.o_dedup_name").toHaveCount(0);
    expect(".o_dedup_actions button").toHaveCount(0);
    expect(".o_dedup_in_charge").toHaveText("In charge: Olena Koval");
});

test("warnings and colleagues come first", async () => {
    answers = [
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
    answers = [found(...[1, 2, 3, 4, 5].map((id) => ({...OLHA, id})))];
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
    expect(asked).toHaveLength(2);
    expect(".o_dedup_match").toHaveCount(0);
});

test("not the same: of a new card it is kept when the card is saved, and can be undone", async () => {
    answers = [found(OLHA, LOST)];
    onRpc("crm.lead", "web_save", ({args}) => {
        expect.step(JSON.stringify(args[1].dedup_not_same));
    });
    await mount();
    await enter("phone", "050 111 22 33");
    await settle();
    await contains(".o_dedup_dismiss:eq(0)").click();
    await contains(".o_dedup_dismiss:eq(0)").click();
    expect(".o_dedup_match").toHaveCount(0);
    expect(".o_dedup_dismissed").toHaveCount(2);
    await contains(".o_dedup_dismissed:eq(1) button").click();
    expect(queryAllTexts(".o_dedup_name")).toEqual(["Desk for Olha"]);
    await contains(".o_form_button_save").click();
    expect.verifySteps([JSON.stringify([["res.partner", 7]])]);
});

test("not the same: of a saved card it is kept at once", async () => {
    onRpc("crm.dedup.panel", "not_same", ({args}) => {
        expect.step(`not ${args}`);
        return 1;
    });
    onRpc("crm.dedup.panel", "undo_not_same", ({args}) => {
        expect.step(`undo ${args}`);
        return true;
    });
    await mount(2);
    await contains(".o_dedup_bar").click();
    await contains(".o_dedup_dismiss").click();
    expect(".o_dedup_match").toHaveCount(0);
    await contains(".o_dedup_dismissed button").click();
    expect(".o_dedup_match").toHaveCount(1);
    expect.verifySteps(["not crm.lead,2,res.partner,7", "undo crm.lead,2,res.partner,7"]);
});

test("link saves the lead and links it", async () => {
    onRpc("crm.dedup.panel", "link", ({args}) => {
        expect.step(`link ${args.slice(2)}`);
        return true;
    });
    await mount();
    await enter("phone", "050 111 22 33");
    await settle();
    await contains(".o_dedup_link").click();
    await animationFrame();
    expect.verifySteps(["link res.partner,7"]);
    expect(MockServer.env["crm.lead"].search_count([["phone", "=", "050 111 22 33"]])).toBe(1);
});

test("add to the card: asks, sends what was typed, and makes no second card", async () => {
    answers = [found(LOST)];
    onRpc("crm.dedup.panel", "attach", ({args}) => {
        expect.step(`${args[0]} ${args[1].phone} ${args[1].name} ${args[2]}`);
        return {type: "ir.actions.act_window", res_model: "crm.lead", res_id: 8};
    });
    await mount();
    patchWithCleanup(getService("action"), {
        doAction: async (action) => expect.step(`open ${action.res_id}`),
    });
    await enter("name", "Desks");
    await enter("phone", "050 111 22 33");
    await settle();
    await contains(".o_dedup_attach").click();
    expect(".modal").toHaveCount(1);
    await contains(".modal-footer .btn-primary").click();
    await animationFrame();
    expect.verifySteps(["crm.lead 050 111 22 33 Desks 8", "open 8"]);
    expect(MockServer.env["crm.lead"].search_count([])).toBe(3);
    expect(".o_field_widget[name=phone] input").toHaveValue("");
});

test("why: the page that explains two saved cards", async () => {
    await mount(2);
    patchWithCleanup(getService("action"), {
        doAction: async ({tag, params}) => expect.step(`${tag} ${JSON.stringify(params)}`),
    });
    await contains(".o_dedup_bar").click();
    await contains(".o_dedup_explain").click();
    expect.verifySteps([
        'crm_lead_dedup.explain {"left":["crm.lead",2],"right":["res.partner",7]}',
    ]);
});

test("related cards are called so, without a probability of being the same", async () => {
    answers = [found(LOST, {...OLHA, relation: "related"})];
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
