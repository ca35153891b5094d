import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {advanceTime, animationFrame} from "@odoo/hoot-dom";
import {LIVE_FORM_POLL} from "@crm_lead_dedup/live_form/live_form_view";
import {
    contains,
    defineModels,
    fields,
    MockServer,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

class Job extends models.Model {
    _name = "crm.dedup.job";

    name = fields.Char();
    state = fields.Char();
    done = fields.Integer();
    _records = [{id: 1, name: "Scan", state: "running", done: 10}];
}

const ARCH = `
    <form js_class="crm_dedup_live_form">
        <field name="name"/><field name="state" readonly="1"/><field name="done" readonly="1"/>
    </form>`;

defineMailModels();
defineModels([Job]);
describe.current.tags("desktop");

beforeEach(async () => {
    onRpc("crm.dedup.job", "web_read", () => {
        expect.step("read");
    });
    await mountView({type: "form", resModel: "crm.dedup.job", resId: 1, arch: ARCH});
    expect("[name=done]").toHaveText("10");
    expect.verifySteps(["read"]);
});

async function workGoesOn(values) {
    MockServer.env["crm.dedup.job"].write([1], values);
    await advanceTime(LIVE_FORM_POLL);
    await animationFrame();
}

test("the form follows the work, and stops asking when it is done", async () => {
    await workGoesOn({done: 20, state: "done"});
    expect("[name=done]").toHaveText("20");
    expect.verifySteps(["read"]);
    await workGoesOn({done: 30});
    expect("[name=done]").toHaveText("20");
    expect.verifySteps([]);
});

test("what somebody types is not read over", async () => {
    await contains("[name=name] input").edit("My scan", {confirm: false});
    await workGoesOn({done: 20});
    expect("[name=name] input").toHaveValue("My scan");
    expect.verifySteps([]);
});
