import "@crm_stage_automation/next_activity/next_activity";
import {click, openFormView, start, startServer} from "@mail/../tests/mail_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {asyncStep, mockService, onRpc, waitForSteps} from "@web/../tests/web_test_helpers";
import {defineCrmModels} from "@crm/../tests/crm_test_helpers";

describe.current.tags("desktop");
defineCrmModels();

/** Finish the only activity of a record in its form. */
async function finish(model) {
    const pyEnv = await startServer();
    const id = pyEnv[model].create({name: "Deal"});
    pyEnv["mail.activity"].create({
        activity_category: "not_upload_file",
        can_write: true,
        res_id: id,
        res_model: model,
    });
    onRpc("mail.activity", "action_feedback", () => {
        asyncStep("done");
        return true;
    });
    mockService("action", {
        doAction(action, options) {
            if (action?.res_model !== "mail.activity.schedule") {
                return super.doAction(...arguments);
            }
            asyncStep(`schedule ${action.context.active_model} ${action.context.active_id === id}`);
            options.onClose();
        },
    });
    await start();
    await openFormView(model, id, {
        arch: `<form><sheet><field name="name"/></sheet><chatter/></form>`,
    });
    await click(".btn", {text: "Mark Done"});
    await click(".o-mail-ActivityMarkAsDone button[aria-label='Done']");
}

test("who finishes the last activity of a deal is asked what comes next", async () => {
    onRpc("crm.lead", "wants_next_activity", () => {
        asyncStep("asks");
        return true;
    });
    await finish("crm.lead");
    await waitForSteps(["done", "asks", "schedule crm.lead true"]);
});

test("nobody is asked where no playbook cares", async () => {
    onRpc("crm.lead", "wants_next_activity", () => {
        asyncStep("asks");
        return false;
    });
    await finish("crm.lead");
    await waitForSteps(["done", "asks"]);
    expect(".o_dialog").toHaveCount(0);
});

test("nobody is asked about what is no deal", async () => {
    await finish("res.partner");
    await waitForSteps(["done"]);
    expect(".o_dialog").toHaveCount(0);
});
