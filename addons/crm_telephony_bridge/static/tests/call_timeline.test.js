import {describe, expect, test} from "@odoo/hoot";
import {animationFrame, runAllTimers} from "@odoo/hoot-mock";
import {
    click,
    contains,
    mailModels,
    openFormView,
    start,
    startServer,
} from "@mail/../tests/mail_test_helpers";
import {defineModels, fields, onRpc} from "@web/../tests/web_test_helpers";
import {CallTimeline} from "@crm_telephony_bridge/call_timeline/call_timeline";

describe.current.tags("desktop");

class ResPartner extends mailModels.ResPartner {
    _name = "res.partner";

    telephony_call_count = fields.Integer();
}

defineModels({...mailModels, ResPartner});

const CALL = {
    state: "ended",
    direction: "incoming",
    disposition: "answered",
    wait_seconds: 4,
    talk_seconds: 65,
    person: "Olena",
    contact: "",
    number: "+380671112233",
    line: "",
    note: "Wants desks",
    result: "",
    missed: "",
    missed_open: false,
    recordings: [],
};
const ARCH = `<form><sheet><field name="telephony_call_count"/></sheet><chatter/></form>`;

function shown() {
    return [...document.querySelectorAll(".o_call_entry, .o-mail-Message")].map(
        (element) =>
            element.dataset.callId ||
            element.querySelector(".o-mail-Message-body").textContent.trim()
    );
}

test("calls stand between the messages of a card by their time; older ones on demand", async () => {
    const server = await startServer();
    const partnerId = server["res.partner"].create({name: "Anna", telephony_call_count: 3});
    for (const [date, body] of [
        ["2019-03-01 10:00:00", "first"],
        ["2019-03-03 10:00:00", "last"],
    ]) {
        server["mail.message"].create({body, date, model: "res.partner", res_id: partnerId});
    }
    const pages = [
        {
            calls: [
                {...CALL, id: 3, started_at: "2019-03-04 10:00:00"},
                {...CALL, id: 2, started_at: "2019-03-02 10:00:00"},
            ],
            more: true,
        },
        {calls: [{...CALL, id: 1, started_at: "2019-02-02 10:00:00"}], more: false},
    ];
    onRpc("telephony.call", "timeline", ({args, kwargs}) => {
        expect.step(`${args[0]} ${kwargs.after}`);
        return pages.shift();
    });
    await start();
    await openFormView("res.partner", partnerId, {arch: ARCH});
    await contains(".o_call_entry", {count: 2});
    await contains(".o-mail-Message", {count: 2});
    expect(shown()).toEqual(["3", "last", "2", "first"]);
    await contains(".o_call_entry[data-call-id='3']", {text: "Wants desks"});
    await click(".o_call_older");
    await contains(".o_call_entry", {count: 3});
    expect(shown()).toEqual(["3", "last", "2", "first", "1"]);
    await contains(".o_call_older", {count: 0});
    expect.verifySteps(["res.partner false", "res.partner 2"]);
});

test("a card without messages shows its calls", async () => {
    const server = await startServer();
    const partnerId = server["res.partner"].create({name: "Anna", telephony_call_count: 1});
    onRpc("telephony.call", "timeline", () => ({
        calls: [{...CALL, id: 3, started_at: "2019-03-04 10:00:00"}],
        more: false,
    }));
    await start();
    await openFormView("res.partner", partnerId, {arch: ARCH});
    await contains(".o_call_entry");
    await contains(".o-mail-Thread-empty", {count: 0});
});

test("a card without calls asks for none", async () => {
    const server = await startServer();
    const partnerId = server["res.partner"].create({name: "Anna"});
    onRpc("telephony.call", "timeline", () => {
        expect.step("asked");
    });
    await start();
    await openFormView("res.partner", partnerId, {arch: ARCH});
    await contains(".o-mail-Chatter");
    await runAllTimers();
    await animationFrame();
    expect(".o_call_entry").toHaveCount(0);
    expect.verifySteps([]);
});

test("an answer for a card that is no longer shown is thrown away", async () => {
    const answers = {};
    const call = (_model, _method, [, id]) =>
        new Promise((resolve) => {
            answers[id] = resolve;
        });
    const timeline = new CallTimeline({silent: {call}});
    const slow = timeline.load("res.partner", 1);
    const quick = timeline.load("res.partner", 2);
    answers[2]({calls: [{id: 22, started_at: "2019-03-04 10:00:00"}], more: false});
    await quick;
    answers[1]({calls: [{id: 11, started_at: "2019-03-04 10:00:00"}], more: false});
    await slow;
    expect(timeline.calls.map((one) => one.id)).toEqual([22]);
});
