import {describe, expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {
    allowTranslations,
    contains,
    defineModels,
    fields,
    MockServer,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {
    formatCallDuration,
    parseCallDuration,
} from "@crm_telephony_bridge/call_field/call_duration";
import {callKind} from "@crm_telephony_bridge/call_field/call_kind";
import {INTERVAL} from "@crm_telephony_bridge/live_form/live_form_view";

describe.current.tags("desktop");

class Call extends models.Model {
    _name = "telephony.call";

    direction = fields.Selection({
        selection: [
            ["incoming", "Incoming"],
            ["outgoing", "Outgoing"],
        ],
    });
    disposition = fields.Selection({
        selection: [
            ["answered", "Answered"],
            ["missed", "Missed"],
        ],
    });
    state = fields.Selection({
        selection: [
            ["running", "Running"],
            ["ended", "Ended"],
        ],
    });
    talk_seconds = fields.Float({string: "Talk", aggregator: "sum"});
    player_id = fields.Integer();

    _records = [
        {
            id: 1,
            direction: "incoming",
            disposition: "answered",
            state: "ended",
            talk_seconds: 205,
            player_id: 9,
        },
        {
            id: 2,
            direction: "outgoing",
            disposition: "missed",
            state: "ended",
            talk_seconds: 20,
            player_id: 0,
        },
        {id: 3, state: "running", talk_seconds: 1},
    ];
}

defineMailModels();
defineModels([Call]);

test("a length is told and read as on a phone", () => {
    expect([0, 7, 65.4, 205, 3723, false].map(formatCallDuration)).toEqual([
        "0:00",
        "0:07",
        "1:05",
        "3:25",
        "1:02:03",
        "",
    ]);
    expect(["3:25", "1:02:03", "90", " 0:07 "].map(parseCallDuration)).toEqual([205, 3723, 90, 7]);
    for (const nonsense of ["", "soon", "1:2:3:4", "-5", "1.5"]) {
        expect(() => parseCallDuration(nonsense)).toThrow();
    }
});

test("a call that is not over has no result; one whose end nobody heard says so", () => {
    allowTranslations();
    const words = (direction, disposition, state = "ended") =>
        String(callKind({direction, disposition, state}).outcome);
    expect(words("incoming", "missed")).toBe("Missed");
    expect(words("outgoing", "missed")).toBe("No answer");
    expect(words("incoming", false, "ringing")).toBe("Ringing");
    expect(words("incoming", false)).toBe("Result not known");
});

test("the list shows icon with word, minutes and seconds, their sum, and a player", async () => {
    await mountView({
        type: "list",
        resModel: "telephony.call",
        domain: [["id", "<", 3]],
        arch: `<list>
            <field name="direction" widget="call_kind"/>
            <field name="talk_seconds" widget="call_duration" sum="Total"/>
            <field name="player_id" widget="recording_player"/>
        </list>`,
    });
    expect(queryAllTexts(".o_call_kind > span:last-child")).toEqual(["Answered", "No answer"]);
    expect(".o_call_icon:first").toHaveAttribute("title", "Incoming call: Answered");
    expect(queryAllTexts(".o_call_duration")).toEqual(["3:25", "0:20"]);
    expect(".o_list_footer").toHaveText(/3:45/);
    expect(".o_recording_player").toHaveCount(1);
    expect("audio").toHaveCount(0, {message: "nothing is fetched before somebody wants to hear"});
    await contains(".o_recording_player button").click();
    expect("audio").toHaveAttribute("src", "/telephony/recording/9");
});

test("a length is typed as minutes and seconds", async () => {
    onRpc("telephony.call", "web_save", ({args}) => {
        expect.step(args[1].talk_seconds);
    });
    await mountView({
        type: "form",
        resModel: "telephony.call",
        resId: 1,
        arch: `<form><field name="talk_seconds" widget="call_duration"/></form>`,
    });
    await contains("[name=talk_seconds] input").edit("4:05");
    await contains(".o_form_button_save").click();
    expect.verifySteps([245]);
});

test("a form follows the server while its record is running, and not over what is typed", async () => {
    await mountView({
        type: "form",
        resModel: "telephony.call",
        resId: 3,
        arch: `<form js_class="telephony_live_form">
            <field name="state" readonly="1"/><field name="talk_seconds"/>
        </form>`,
    });
    const talk = (seconds) => MockServer.env["telephony.call"].write([3], {talk_seconds: seconds});
    const shown = () => document.querySelector("[name=talk_seconds] input").value;
    talk(50);
    await advanceTime(INTERVAL);
    await animationFrame();
    expect(shown()).toBe("50.00");
    await contains("[name=talk_seconds] input").edit("7");
    talk(60);
    await advanceTime(INTERVAL);
    await animationFrame();
    expect(shown()).toBe("7.00");
});
