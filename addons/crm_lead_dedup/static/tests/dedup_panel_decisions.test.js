import {describe, expect, test} from "@odoo/hoot";
import {animationFrame, queryAllTexts} from "@odoo/hoot-dom";
import {
    contains,
    getService,
    MockServer,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {definePanel, enter, found, LOST, mount, OLHA, server, settle} from "./dedup_panel_helpers";

definePanel();
describe.current.tags("desktop");

test("not the same: of a new card it is kept when the card is saved, and can be undone", async () => {
    server.answers = [found(OLHA, LOST)];
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
    server.answers = [found(LOST)];
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
