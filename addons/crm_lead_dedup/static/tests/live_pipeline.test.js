import {waitForChannels} from "@bus/../tests/bus_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {advanceTime, animationFrame, queryAllTexts} from "@odoo/hoot-dom";
import {LIVE_DELAY, LIVE_EVENT, LIVE_RETRY} from "@crm_lead_dedup/live_pipeline/live_pipeline_hook";
import {
    contains,
    defineModels,
    fields,
    getService,
    MockServer,
    models,
    mountView,
    onRpc,
    toggleKanbanColumnActions,
} from "@web/../tests/web_test_helpers";

class Stage extends models.Model {
    _name = "crm.stage";

    name = fields.Char();
    _records = [
        {id: 1, name: "New"},
        {id: 2, name: "Qualified"},
    ];
}

class Lead extends models.Model {
    _name = "crm.lead";

    name = fields.Char();
    stage_id = fields.Many2one({relation: "crm.stage"});
    _records = [
        {id: 1, name: "Olena", stage_id: 1},
        {id: 2, name: "Petra", stage_id: 2},
    ];
}

class Tag extends models.Model {
    _name = "crm.tag";

    name = fields.Char();
    _records = [{id: 1, name: "Hot"}];
}

defineMailModels();
defineModels([Stage, Lead, Tag]);
describe.current.tags("desktop");

const KANBAN = `
    <kanban on_create="quick_create" default_group_by="stage_id">
        <templates><t t-name="card"><field name="name"/></t></templates>
    </kanban>`;
const LIST = `<list editable="bottom"><field name="name"/></list>`;

/** A request comes: the server has one lead more and tells those who may see it. */
async function receive(values) {
    const ids = MockServer.env["crm.lead"].create(values ? [values] : []);
    MockServer.env["bus.bus"]._sendone("desk", LIVE_EVENT, {lead_ids: ids});
    await animationFrame();
    await animationFrame();
}

async function mount(type, arch, params = {}) {
    await mountView({type, resModel: "crm.lead", arch, ...params});
    getService("bus_service").addChannel("desk");
    await waitForChannels(["desk"]);
}

const cards = () => queryAllTexts(".o_kanban_record:not(.o_kanban_ghost)");
const rows = () => queryAllTexts(".o_data_row");

test("a new lead appears in the kanban without reloading the page", async () => {
    await mount("kanban", KANBAN);
    expect(cards()).toEqual(["Olena", "Petra"]);
    await receive({name: "Taras", stage_id: 1});
    expect(cards()).toEqual(["Olena", "Petra"]);
    await advanceTime(LIVE_DELAY);
    await animationFrame();
    expect(cards()).toEqual(["Olena", "Taras", "Petra"]);
});

test("filters and folded columns stay as they are", async () => {
    await mount("kanban", KANBAN, {domain: [["name", "!=", "Hidden"]]});
    const clickColumnAction = await toggleKanbanColumnActions(1);
    await clickColumnAction("Fold");
    expect(".o_column_folded").toHaveCount(1);
    await receive({name: "Hidden", stage_id: 1});
    await receive({name: "Taras", stage_id: 1});
    await advanceTime(LIVE_DELAY + LIVE_RETRY);
    await animationFrame();
    expect(cards()).toEqual(["Olena", "Taras"]);
    expect(".o_column_folded").toHaveCount(1);
});

test("a burst of requests is one load", async () => {
    onRpc("crm.lead", "web_search_read", () => {
        expect.step("load");
    });
    await mount("list", LIST);
    expect.verifySteps(["load"]);
    await receive({name: "Taras"});
    await receive({name: "Zoltan"});
    await advanceTime(LIVE_DELAY);
    await animationFrame();
    expect.verifySteps(["load"]);
    expect(rows()).toEqual(["Olena", "Petra", "Taras", "Zoltan"]);
});

test("a row that is being edited is left alone; the list follows afterwards", async () => {
    await mount("list", LIST);
    await contains(".o_data_row:eq(0) .o_data_cell").click();
    await contains(".o_data_row:eq(0) .o_field_widget input").edit("Olena K.", {confirm: false});
    await receive({name: "Taras"});
    await advanceTime(LIVE_DELAY + LIVE_RETRY);
    await animationFrame();
    expect(".o_data_row").toHaveCount(2);
    expect(".o_data_row:eq(0) .o_field_widget input").toHaveValue("Olena K.");
    await contains(".o_list_button_discard:not(.dropdown-item)").click();
    await advanceTime(LIVE_RETRY);
    await animationFrame();
    expect(rows()).toEqual(["Olena", "Petra", "Taras"]);
});

test("a quick create that is open is left alone", async () => {
    await mount("kanban", KANBAN);
    await contains(".o_kanban_group:eq(0) .o_kanban_quick_add").click();
    await receive({name: "Taras", stage_id: 1});
    await advanceTime(LIVE_DELAY + LIVE_RETRY);
    await animationFrame();
    expect(cards()).toEqual(["Olena", "Petra"]);
    expect(".o_kanban_quick_create").toHaveCount(1);
    await contains(".o_kanban_quick_create .o_kanban_cancel").click();
    await advanceTime(LIVE_RETRY);
    await animationFrame();
    expect(cards()).toEqual(["Olena", "Taras", "Petra"]);
});

test("a tooltip under the resting pointer does not stop the list", async () => {
    await mount(
        "list",
        `<list><header><button name="go" type="object" string="Go" display="always"
        title="What it does"/></header><field name="name"/></list>`
    );
    await contains(".o_control_panel button[name=go]").hover();
    await advanceTime(1000);
    expect(".o_popover .o-tooltip").toHaveCount(1);
    await receive({name: "Taras"});
    await advanceTime(LIVE_DELAY);
    await animationFrame();
    expect(rows()).toEqual(["Olena", "Petra", "Taras"]);
});

test("selected records stay selected", async () => {
    await mount("list", LIST);
    await contains(".o_data_row:eq(0) .o_list_record_selector input").click();
    await receive({name: "Taras"});
    await advanceTime(LIVE_DELAY + LIVE_RETRY);
    await animationFrame();
    expect(".o_data_row_selected").toHaveCount(1);
    expect(".o_data_row").toHaveCount(2);
});

test("lists of other records do not listen", async () => {
    onRpc("crm.tag", "web_search_read", () => {
        expect.step("load");
    });
    await mountView({type: "list", resModel: "crm.tag", arch: `<list><field name="name"/></list>`});
    getService("bus_service").addChannel("desk");
    await waitForChannels(["desk"]);
    expect.verifySteps(["load"]);
    await receive({name: "Taras"});
    await advanceTime(LIVE_DELAY + LIVE_RETRY);
    expect.verifySteps([]);
});

test("a view that was closed does not load any more", async () => {
    onRpc("crm.lead", "web_search_read", () => {
        expect.step("load");
    });
    await mount("list", LIST);
    await receive({name: "Taras"});
    await mountView({type: "list", resModel: "crm.tag", arch: `<list><field name="name"/></list>`});
    expect.verifySteps(["load"]);
});
