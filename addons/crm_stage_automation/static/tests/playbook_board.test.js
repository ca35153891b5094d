import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {animationFrame, press, queryAllTexts, queryAttribute, queryOne} from "@odoo/hoot-dom";
import {contains, getService, mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";
import {patchWithCleanup} from "@web/../tests/web_test_helpers";
import {WebClient} from "@web/webclient/webclient";
import {ruleMoves, stepMoves} from "@crm_stage_automation/playbook_board/board_moves";

defineMailModels();
describe.current.tags("desktop");

function step(id, name, more = {}) {
    return {
        id,
        name,
        kind: "activity",
        depth: 0,
        sequence: id,
        kind_label: "Activity",
        what: "Call",
        when: "2 hours of working time",
        who: "The person in charge",
        then: "",
        ...more,
    };
}

function rule(id, name, steps, more = {}) {
    return {
        id,
        name,
        when: "It enters a stage",
        which: "",
        responsible: "Anna",
        paused: false,
        error: "",
        waiting: 0,
        is_movable: true,
        has_moment: true,
        steps,
        ...more,
    };
}

function board(more = {}) {
    const call = step(11, "Call");
    const letter = step(12, "Letter", {kind: "mail", depth: 1});
    const last = step(13, "Look back", {kind: "own_kind"});
    return {
        id: 7,
        name: "First call",
        is_on: true,
        waiting: 4,
        editable: true,
        team: false,
        teams: [
            {id: 1, name: "Sales"},
            {id: 2, name: "Service"},
        ],
        columns: [
            {stage: 0, name: "Any Stage", is_won: false, rules: []},
            {
                stage: 5,
                name: "New",
                is_won: false,
                rules: [rule(1, "Be quick", [call, letter, last])],
            },
            {stage: 6, name: "Won", is_won: true, rules: [rule(2, "Thanks", [])]},
        ],
        ...more,
    };
}

let told = null;
let dates = [];
beforeEach(() => {
    told = board();
    dates = [];
    onRpc("crm.playbook", "read_board", ({args}) => {
        expect.step(["read", ...args]);
        return JSON.parse(JSON.stringify(told));
    });
    onRpc("crm.playbook", "preview_dates", ({args}) => {
        expect.step(["preview", ...args]);
        return dates;
    });
    for (const model of ["crm.playbook.rule", "crm.playbook.step"]) {
        onRpc(model, "move_to", ({args}) => {
            expect.step([model, ...args]);
            return true;
        });
    }
});

async function open() {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_stage_automation.playbook_board",
        context: {active_id: 7},
    });
    await animationFrame();
    expect.verifySteps([["read", [7], 0]]);
}

test("stages in their order, rules and steps under them", async () => {
    await open();
    expect(queryAllTexts(".o_playbook_column h2")).toEqual(["Any Stage", "New", "Won"]);
    expect(queryAllTexts("[data-stage='5'] .o_playbook_step_open")).toEqual([
        "Call",
        "Letter",
        "Look back",
    ]);
    expect("[data-step='12']").toHaveClass("o_playbook_follows");
    expect("[data-step='12'] .fa-envelope-o").toHaveCount(1);
    expect("[data-step='13'] .fa-circle-o").toHaveCount(1);
    expect(queryAttribute("[data-step='11'] .o_playbook_step_open", "aria-label")).toBe(
        "Call, Activity, Call, 2 hours of working time, The person in charge"
    );
    expect("[data-rule='2'] .o_playbook_no_steps").toHaveText(/add a step/);
});

test("a step is dragged to another rule", async () => {
    await open();
    await contains("[data-step='13']").dragAndDrop("[data-rule='2'] .o_playbook_steps");
    expect.verifySteps([
        ["crm.playbook.step", [13], 2, false],
        ["read", [7], 0],
    ]);
});

test("a step is dragged before another one", async () => {
    await open();
    await contains("[data-step='13']").dragAndDrop("[data-step='11']");
    expect.verifySteps([
        ["crm.playbook.step", [13], 1, 11],
        ["read", [7], 0],
    ]);
});

test("a rule is dragged by its handle to another stage", async () => {
    await open();
    await contains("[data-rule='1'] .o_playbook_handle").dragAndDrop("[data-stage='0'] h2");
    expect.verifySteps([
        ["crm.playbook.rule", [1], 0, 5, false],
        ["read", [7], 0],
    ]);
});

test("everything is moved by keyboard, too, and the focus goes along", async () => {
    await open();
    queryOne("[data-step='13'] .o_playbook_step_menu").focus();
    await press("Enter");
    await animationFrame();
    expect(queryAllTexts(".o-dropdown-item")).toEqual(["Up", "To Thanks", "Take Out"]);
    await contains(".o-dropdown-item:contains(To Thanks)").click();
    await animationFrame();
    expect.verifySteps([
        ["crm.playbook.step", [13], 2, false],
        ["read", [7], 0],
    ]);
    expect("[role=status]").toHaveText("Moved.");
    expect("[data-step='13'] .o_playbook_step_open").toBeFocused();
    await contains("[data-rule='1'] .o_playbook_rule_menu").click();
    await contains(".o-dropdown-item:contains(To Won)").click();
    expect.verifySteps([
        ["crm.playbook.rule", [1], 6, 5, false],
        ["read", [7], 0],
    ]);
});

test("taking out is asked for", async () => {
    onRpc("crm.playbook.step", "action_archive", ({args}) => {
        expect.step(["archive", ...args]);
        return true;
    });
    await open();
    await contains("[data-step='11'] .o_playbook_step_menu").click();
    await contains(".o_playbook_step_remove").click();
    expect.verifySteps([]);
    await contains(".modal-footer .btn-primary").click();
    expect.verifySteps([
        ["archive", [11]],
        ["read", [7], 0],
    ]);
});

test("dates are asked for when they are wanted, for the team", async () => {
    dates = [
        {step: 11, at: "2026-01-09 16:30:00", until: "2026-01-12 08:30:00", reminders: []},
        {step: 12, error: "Nothing can be planned by these hours."},
    ];
    await open();
    await contains(".o_playbook_preview").click();
    expect.verifySteps([
        ["read", [7], 0],
        ["preview", [7], 0],
    ]);
    expect("[data-step='11'] [data-date=at]").toHaveText(/Due/);
    expect("[data-step='11'] [data-date=until]").toHaveCount(1);
    expect("[data-step='12'] .text-danger").toHaveText("Nothing can be planned by these hours.");
    expect("[data-step='13'] .o_playbook_dates").toHaveCount(0);
    await contains(".o_playbook_team").select("2");
    expect.verifySteps([
        ["read", [7], 2],
        ["preview", [7], 2],
    ]);
});

test("adding and editing is done in the forms", async () => {
    await open();
    patchWithCleanup(getService("dialog"), {
        add: (component, {resModel, resId, context}) => expect.step([resModel, resId, context]),
    });
    await contains("[data-stage='6'] .o_playbook_add_rule").click();
    await contains("[data-rule='1'] .o_playbook_add_step").click();
    await contains("[data-step='12'] .o_playbook_step_open").click();
    expect.verifySteps([
        [
            "crm.playbook.rule",
            false,
            {default_playbook_id: 7, default_trigger: "entered", default_stage_ids: [6]},
        ],
        ["crm.playbook.step", false, {default_rule_id: 1, default_sequence: 14}],
        ["crm.playbook.step", 12, {default_rule_id: 1, default_sequence: 14}],
    ]);
});

test("who may not edit finds nothing to move or add", async () => {
    told = board({editable: false});
    await open();
    expect(".o_playbook_step_menu, .o_playbook_rule_menu, .o_playbook_handle").toHaveCount(0);
    expect(".o_playbook_add_rule, .o_playbook_add_step").toHaveCount(0);
    expect(".o_playbook_step_open").toHaveCount(3);
});

test("an empty playbook says what to do", async () => {
    told.columns = told.columns.map((column) => ({...column, rules: []}));
    await open();
    expect(".o_playbook_empty").toHaveText(/Add a rule/);
});

test("up and down a step stays among those that follow the same one", async () => {
    await open();
    const {columns} = told;
    const [quick] = columns[1].rules;
    const rules = [quick, columns[2].rules[0]];
    const places = (moves) => moves.map(({key, step: id, before}) => [key, id, before]);
    expect(places(stepMoves(quick, quick.steps[0], rules))).toEqual([
        ["down", 13, 11],
        ["rule_2", 11, false],
    ]);
    expect(places(stepMoves(quick, quick.steps[1], rules))).toEqual([["rule_2", 12, false]]);
    expect(places(stepMoves(quick, quick.steps[2], rules))).toEqual([
        ["up", 13, 11],
        ["rule_2", 13, false],
    ]);
    const lost = rule(3, "Lost", [], {is_movable: false});
    const two = [{stage: 0, name: "Any Stage", rules: [quick, lost]}, columns[2]];
    expect(places(ruleMoves(lost, 0, two))).toEqual([["up", undefined, 1]]);
    expect(places(ruleMoves(quick, 0, two))).toEqual([
        ["down", undefined, false],
        ["stage_6", undefined, false],
    ]);
});
