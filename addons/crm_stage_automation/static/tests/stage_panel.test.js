import {
    contains,
    defineModels,
    fields,
    getService,
    makeServerError,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {expect, test} from "@odoo/hoot";
import {press, queryFirst} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {mailModels} from "@mail/../tests/mail_test_helpers";

const TICKED = {by: "Ann", at: "2026-01-02 10:00:00", count: 1, is_met: true};

function panelWith(...changes) {
    const items = [
        {id: 1, label: "Budget", kind: "check", field: false},
        {id: 2, label: "Call", kind: "activity", needed: 2, count: 1, activity_type: 5},
        {id: 3, label: "Title", kind: "field", field: "name", is_required: false},
    ].map((item, index) => ({
        count: 0,
        needed: 1,
        is_met: false,
        is_required: true,
        by: "",
        at: "",
        ...item,
        ...changes[index],
    }));
    const met = items.filter((item) => item.is_met).length;
    return {
        stage: "New",
        script: "<p>Say hello</p>",
        groups: [{id: 7, stage: "Offer", met, total: items.length, is_ready: met >= 2, items}],
    };
}

class Lead extends models.Model {
    _name = "crm.lead";
    name = fields.Char();
    stage_panel = fields.Json();
    stage_progress = fields.Json();
    _records = [
        {
            id: 1,
            name: "Deal",
            stage_panel: panelWith(),
            stage_progress: {stage: "Offer", met: 3, total: 5, is_ready: true},
        },
        {id: 2, name: "Free", stage_panel: false, stage_progress: false},
    ];
}

defineModels({...mailModels, Lead});

const ARCH = `<form><field name="name"/><field name="stage_panel" widget="stage_panel"/></form>`;
const mountDeal = (resId = 1) => mountView({type: "form", resModel: "crm.lead", resId, arch: ARCH});

test("the script, the list of the next stage and its progress are shown", async () => {
    await mountDeal();
    expect(".o_stage_script p").toHaveText("Say hello");
    expect(".o_stage_group summary").toHaveText(/To enter Offer\s*0 of 3/);
    expect(".o_stage_item:eq(1)").toHaveText(/Call\s*1 of 2/);
    expect(".o_stage_item:eq(2)").toHaveText(/if possible/);
});

test("a deal without script and list shows nothing", async () => {
    await mountDeal(2);
    expect(".o_stage_panel").toHaveCount(0);
});

test("the keyboard ticks, and what was typed elsewhere stays unsaved", async () => {
    onRpc("crm.lead", "tick_requirement", ({args}) => {
        expect.step(args);
        return panelWith(TICKED);
    });
    onRpc("crm.lead", "web_save", () => expect.step("saved"));
    await mountDeal();
    await contains("[name=name] input").edit("Changed");
    await contains(".o_stage_item input").focus();
    await press("Space");
    await animationFrame();
    expect.verifySteps([[[1], 1, true]]);
    expect(".o_stage_group summary").toHaveText(/1 of 3/);
    expect(".o_stage_item:eq(0)").toHaveText(/Ann, /);
    expect("[name=name] input").toHaveValue("Changed");
    expect(document.activeElement).toBe(queryFirst(".o_stage_item input"));
});

test("what the server answers to a move is shown", async () => {
    onRpc("crm.lead", "web_save", () => [
        {
            id: 1,
            name: "Deal",
            stage_panel: {stage: "Offer", script: "<p>Well done</p>", groups: []},
        },
    ]);
    await mountDeal();
    await contains("[name=name] input").edit("Changed");
    await contains(".o_form_button_save").click();
    expect(".o_stage_script p").toHaveText("Well done");
    expect(".o_stage_group").toHaveCount(0);
});

test("a refused tick is taken away", async () => {
    expect.errors(1);
    onRpc("crm.lead", "tick_requirement", () => {
        throw makeServerError({message: "No"});
    });
    await mountDeal();
    await contains(".o_stage_item input").click();
    await animationFrame();
    expect(".o_stage_item input").not.toBeChecked();
    expect.verifyErrors(["RPC_ERROR: No"]);
});

test("a field that is missing gets the cursor", async () => {
    await mountDeal();
    await contains(".o_stage_item:eq(2) button").click();
    expect(document.activeElement).toBe(queryFirst("[name=name] input"));
});

test("a missing activity is planned, and the list is read again", async () => {
    onRpc("crm.lead", "read_stage_panel", () => panelWith({}, {count: 2, is_met: true}));
    await mountDeal();
    const store = getService("mail.store");
    store.scheduleActivity = (...args) => expect.step(args);
    await contains(".o_stage_item:eq(1) button").click();
    await animationFrame();
    expect.verifySteps([["crm.lead", [1], 5]]);
    expect(".o_stage_group summary").toHaveText(/1 of 3/);
    expect(".o_stage_item:eq(1) button").toHaveCount(0);
});

test("the list is read again when an activity of the chatter is done", async () => {
    onRpc("crm.lead", "read_stage_panel", () => {
        expect.step("read");
        return panelWith({}, {count: 2, is_met: true});
    });
    await mountDeal();
    const store = getService("mail.store");
    store.insert({"mail.activity": [{id: 9, res_id: 1, res_model: "crm.lead"}]});
    const thread = store.Thread.insert({model: "crm.lead", id: 1, activities: [9]});
    await animationFrame();
    expect.verifySteps([]);
    thread.activities = [];
    await animationFrame();
    expect.verifySteps(["read"]);
    await animationFrame();
    expect(".o_stage_group summary").toHaveText(/1 of 3/);
});

test("a card shows how far it is for the next stage", async () => {
    await mountView({
        type: "kanban",
        resModel: "crm.lead",
        arch: `<kanban><templates><t t-name="card">
            <field name="name"/><field name="stage_progress" widget="stage_progress"/>
        </t></templates></kanban>`,
    });
    expect(".o_stage_progress").toHaveCount(1);
    expect(".o_stage_progress").toHaveText("3/5");
    expect(".o_stage_progress").toHaveClass("text-success");
    expect(".o_stage_progress").toHaveAttribute("title", "To enter Offer: 3 of 5");
});
