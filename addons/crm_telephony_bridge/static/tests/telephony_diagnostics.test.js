import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {advanceTime, animationFrame, queryAllTexts} from "@odoo/hoot-dom";
import {
    contains,
    getService,
    makeServerError,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {WebClient} from "@web/webclient/webclient";

defineMailModels();
describe.current.tags("desktop");

const PROVIDER = {
    id: 3,
    name: "Office PBX",
    type: "Asterisk",
    bridge: "bridge1",
    state: "error",
    findings: [{level: "error", code: "silent", text: "It is silent.", advice: "Look there."}],
    heard: "2026-03-18 08:00:00",
    backlog: 4,
    clock: -3.24,
    signature_errors: 0,
    gaps: [
        {
            id: 1,
            from: "2026-03-18 07:00:00",
            to: false,
            reason: "cut",
            pbx: "",
            is_recovered: false,
        },
    ],
    unmatched: [{number: "177", count: 5}],
    extensions: [
        {id: 9, number: "101", person: "Anna", is_connected: true, seen: false, last_call: false},
    ],
};

let told = null;
let isAway = false;
beforeEach(() => {
    told = {now: "2026-03-18 08:05:00", providers: [{...PROVIDER}]};
    isAway = false;
    onRpc("telephony.diagnostics", "read_diagnostics", () => {
        if (isAway) {
            throw makeServerError();
        }
        return told;
    });
});

async function open() {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_telephony_bridge.diagnostics",
    });
    await animationFrame();
}

test("says what is wrong and what to do", async () => {
    await open();
    expect("[data-provider='3']").toHaveAttribute("data-state", "error");
    expect(".o_provider_word").toHaveText("Not working");
    expect(".o_finding[data-code=silent]").toHaveText("It is silent.\nLook there.");
    expect(queryAllTexts(".o_provider_figures dd")).toEqual(["5 minutes ago", "4", "−3.2 s", "0"]);
    expect(".o_gaps li").toHaveText(/calls missing/);
    expect("[data-extension='101']").toHaveText(/Anna.*connected/s);
});

test("keeps itself up to date, and says when it cannot", async () => {
    await open();
    told = {...told, providers: [{...PROVIDER, state: "ok", findings: []}]};
    await advanceTime(5000);
    await animationFrame();
    expect(".o_provider_word").toHaveText("Connected");
    expect(".o_finding").toHaveCount(0);
    isAway = true;
    await advanceTime(5000);
    await animationFrame();
    expect("[role=alert]").toHaveText(/cannot reach the server/);
    isAway = false;
    await advanceTime(5000);
    await animationFrame();
    expect("[role=alert]").toHaveCount(0);
});

test("a number that is nobody's becomes an extension", async () => {
    await open();
    patchWithCleanup(getService("action"), {
        doAction: ({res_model, context}) => expect.step([res_model, context]),
    });
    await contains(".o_unmatched button").click();
    expect.verifySteps([["telephony.extension", {default_provider_id: 3, default_number: "177"}]]);
});

test("a test call says why it cannot be made", async () => {
    let fails = true;
    onRpc("telephony.diagnostics", "check_test_call", ({args}) => {
        expect.step(args);
        if (fails) {
            throw makeServerError({message: "You have no phone there."});
        }
        return true;
    });
    await open();
    patchWithCleanup(getService("crm_telephony"), {dial: (number) => expect.step(number)});
    await contains("button:contains('Test Call')").click();
    await contains("#o_test_call_number").edit("067 111 22 33", {confirm: false});
    await contains(".modal .btn-primary").click();
    expect.verifySteps([[3]]);
    expect(".modal .alert-danger").toHaveText("You have no phone there.");
    fails = false;
    await contains(".modal .btn-primary").click();
    expect.verifySteps([[3], "067 111 22 33"]);
    expect(".modal").toHaveCount(0);
});

test("without a provider it says where to begin", async () => {
    told = {...told, providers: []};
    await open();
    expect(".o_view_nocontent").toHaveText(/No provider yet/);
});
