import {askPosition} from "@crm_stage_automation/meeting_check/meeting_check";
import {expect, test} from "@odoo/hoot";
import {click, waitFor} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {mailModels} from "@mail/../tests/mail_test_helpers";

class CalendarEvent extends models.Model {
    _name = "calendar.event";
    name = fields.Char();
    _records = [{id: 1, name: "Meeting"}];
}

defineModels({...mailModels, CalendarEvent});

const ARCH = `<form><field name="name"/><widget name="meeting_check"/></form>`;

async function mountMeeting(check) {
    onRpc("calendar.event", "get_meeting_check", () => check);
    await mountView({type: "form", resModel: "calendar.event", resId: 1, arch: ARCH});
}

test("nothing is shown where the check-in is off", async () => {
    await mountMeeting({state: "off", consent: ""});
    expect(".o_meeting_check").toHaveCount(0);
});

test("consent is asked before the first check-in, and sent with it", async () => {
    onRpc("calendar.event", "action_check_in", ({kwargs}) => {
        expect.step(kwargs.consent);
        return {state: "in", consent: ""};
    });
    await mountMeeting({state: "ready", consent: "I agree to this."});
    await click(".o_meeting_check_in");
    await waitFor(".modal:contains(I agree to this.)");
    expect.verifySteps([]);
    await contains(".modal button:contains(I agree)").click();
    await waitFor(".o_meeting_check_out");
    expect.verifySteps(["I agree to this."]);
});

test("who does not agree checks in nowhere", async () => {
    onRpc("calendar.event", "action_check_in", () => expect.step("check in"));
    await mountMeeting({state: "ready", consent: "I agree to this."});
    await click(".o_meeting_check_in");
    await waitFor(".modal");
    await contains(".modal button:contains(Cancel)").click();
    await animationFrame();
    expect.verifySteps([]);
});

test("a position that is not told is none", async () => {
    const refusing = {getCurrentPosition: (_found, failed) => failed()};
    expect(await askPosition(refusing)).toBe(null);
    const coords = {latitude: 50, longitude: 30, accuracy: 5, altitude: 100};
    const telling = {getCurrentPosition: (found) => found({coords})};
    expect(await askPosition(telling)).toEqual({latitude: 50, longitude: 30, accuracy: 5});
});
