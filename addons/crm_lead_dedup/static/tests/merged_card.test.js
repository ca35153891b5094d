import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {animationFrame} from "@odoo/hoot-dom";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

class Lead extends models.Model {
    _name = "crm.lead";

    name = fields.Char();
    merged_into_id = fields.Many2one({relation: "crm.lead"});
    _records = [
        {id: 1, name: "Pumps"},
        {id: 2, name: "Valves", merged_into_id: 1},
    ];
}

const ARCH = `<form><field name="name"/><field name="merged_into_id" invisible="1"/></form>`;

defineMailModels();
defineModels([Lead]);
describe.current.tags("desktop");

let survivorId = 1;
beforeEach(() => {
    survivorId = 1;
    onRpc("crm.lead", "merged_survivor_id", ({args}) => {
        expect.step(`who stands for ${args[0]}`);
        return survivorId;
    });
});

async function open(resId) {
    await mountView({type: "form", resModel: "crm.lead", resId, arch: ARCH});
    await animationFrame();
}

test("a merged card leads on to the one that stands for it, and says so", async () => {
    onRpc("crm.lead", "action_open_merge", ({args}) => {
        expect.step(`merge of ${args[0]}`);
        return {type: "ir.actions.act_window_close"};
    });
    await open(2);
    expect("[name=name] input").toHaveValue("Pumps");
    expect(".o_notification").toHaveText(/Valves was merged into this card/);
    await contains(".o_notification button:contains(Show the Merge)").click();
    expect.verifySteps(["who stands for 2", "merge of 2"]);
});

test("who may not read that card stays at the merged one", async () => {
    survivorId = false;
    await open(2);
    expect("[name=name] input").toHaveValue("Valves");
    expect(".o_notification").toHaveCount(0);
    expect.verifySteps(["who stands for 2"]);
});

test("any other card is shown without a question", async () => {
    await open(1);
    expect("[name=name] input").toHaveValue("Pumps");
    expect.verifySteps([]);
});
