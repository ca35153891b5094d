import {waitForChannels} from "@bus/../tests/bus_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {animationFrame, keyDown, press, queryAllTexts} from "@odoo/hoot-dom";
import {
    contains,
    getService,
    MockServer,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {WebClient} from "@web/webclient/webclient";
import {JOB_EVENT} from "@crm_lead_dedup/dedup_review/job_bar";
import {leadCluster, mixedCluster} from "./dedup_review_sample";

defineMailModels();
describe.current.tags("desktop");

const MODEL = "crm.dedup.cluster";
const MERGE_FIRST = {
    decide: 1,
    merges: [{model: "crm.lead", survivor: 11, others: [12], choices: {}}],
    links: [],
    dismiss: [],
};
let clusters = [];
let options = {};

beforeEach(() => {
    clusters = [leadCluster(1), leadCluster(2), leadCluster(3)];
    options = {teams: [], can_accept: true, can_scan: true, last_scan: "", job: false};
    const counts = () => ({open: clusters.length, automatic: 2});
    const after = (id) => {
        const index = clusters.findIndex((cluster) => cluster.id === id) + 1;
        return {cluster: clusters[index] || false, remaining: clusters.length - index};
    };
    onRpc(MODEL, "review_start", () => ({options, counts: counts(), ...after(0)}));
    onRpc(MODEL, "review_counts", () => counts());
    onRpc(MODEL, "review_next", ({args}) => after(args[0]));
    onRpc(MODEL, "review_decide", ({args}) => {
        expect.step({decide: args[0], ...args[1]});
        return {message: "Done", undo: [{merge_id: 7}], left: false};
    });
    onRpc(MODEL, "review_later", ({args}) => {
        expect.step(`later ${args[0]}`);
        return {undo: [{later: true}]};
    });
    onRpc(MODEL, "review_undo", ({args}) => {
        expect.step({undo: args[0], steps: args[1]});
        return {
            message: "Taken back",
            cluster: clusters.find((cluster) => cluster.id === args[0]),
        };
    });
});

async function open(params = {}) {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_lead_dedup.review",
        params,
    });
    await animationFrame();
}

const names = () => queryAllTexts(".o_dedup_name");
const counter = () => queryAllTexts(".o_dedup_counter .text-nowrap")[0];

async function type(key, eventInit) {
    await press(key, eventInit);
    await animationFrame();
    await animationFrame();
}

test("merge by key; the next cluster shows by itself", async () => {
    await open();
    expect(names()).toEqual(["Anna Kovács 1", "A. Kovacs 1"]);
    expect(counter()).toBe("1 of 3");
    await type("m");
    expect.verifySteps([MERGE_FIRST]);
    expect(names()).toEqual(["Anna Kovács 2", "A. Kovacs 2"]);
    expect(counter()).toBe("2 of 3");
});

test("a click picks the value that stays, a number the card", async () => {
    onRpc(MODEL, "review_propose", ({args}) => {
        expect.step({propose: args});
        return {survivor: args[1], choices: {}, moves: [], blockers: []};
    });
    await open();
    await contains("[data-field=contact_name] .o_dedup_cell:eq(1)").click();
    expect("[data-field=contact_name] .o_dedup_cell:eq(1)").toHaveClass("o_dedup_chosen");
    expect("[data-field=contact_name] .o_dedup_cell:eq(0)").toHaveClass("o_dedup_lost");
    await type("2");
    expect.verifySteps([{propose: ["crm.lead", 12, [11]]}]);
    expect(".o_dedup_head:eq(1)").toHaveClass("o_dedup_survivor");
    await type("Enter");
    expect.verifySteps([
        {
            decide: 1,
            merges: [{model: "crm.lead", survivor: 12, others: [11], choices: {contact_name: 12}}],
            links: [],
            dismiss: [],
        },
    ]);
});

test("arrows and space do the same without a mouse", async () => {
    await open();
    await type("ArrowDown");
    await type("ArrowRight");
    expect("[data-field=contact_name] .o_dedup_cell:eq(1)").toBeFocused();
    await type(" ");
    expect("[data-field=contact_name] .o_dedup_cell:eq(1)").toHaveClass("o_dedup_chosen");
    await type("ArrowDown");
    expect("[data-field=city] .o_dedup_cell:eq(1)").toBeFocused();
});

test("differing values stand out, the same stay quiet, phones are kept too", async () => {
    await open();
    expect("[data-field=contact_name]").toHaveClass("o_dedup_differs");
    expect("[data-field=city]").not.toHaveClass("o_dedup_differs");
    expect("[data-field=phone] .o_dedup_too").toHaveCount(1);
    await type("d");
    expect(".o_dedup_row[data-field]").toHaveCount(2);
});

test("link, not the same, later", async () => {
    clusters = [mixedCluster(5), leadCluster(2), leadCluster(3)];
    await open();
    await type("l");
    expect.verifySteps([{decide: 5, merges: [], links: [[51, 52]], dismiss: []}]);
    await type("n");
    expect.verifySteps([
        {decide: 2, merges: [], links: [], dismiss: [["crm.lead,21", "crm.lead,22"]]},
    ]);
    await type("s");
    expect.verifySteps(["later 3"]);
    expect(".o_dedup_empty_state").toHaveCount(1);
});

test("a related card says so and can be taken out", async () => {
    clusters = [mixedCluster(5)];
    await open();
    expect(".o_dedup_head:eq(2) .o_dedup_related").toHaveText("Related, not the same");
    await contains(".o_dedup_head:eq(2) .o_dedup_exclude").click();
    expect(".o_dedup_head:eq(2)").toHaveClass("o_dedup_excluded");
    await contains("button[name=merge]").click();
    expect.verifySteps([
        {
            decide: 5,
            merges: [],
            links: [[51, 52]],
            dismiss: [
                ["res.partner,53", "crm.lead,51"],
                ["res.partner,53", "res.partner,52"],
            ],
        },
    ]);
});

test("the last decision is undone and its cluster shown again", async () => {
    await open();
    await type("m");
    await type("s");
    expect(counter()).toBe("3 of 3");
    await type("z", {ctrlKey: true});
    expect(counter()).toBe("2 of 3");
    expect(names()[0]).toBe("Anna Kovács 2");
    await type("z");
    expect(names()[0]).toBe("Anna Kovács 1");
    await type("z");
    expect(".o_notification:contains(Nothing was decided)").toHaveCount(1);
    expect.verifySteps([
        MERGE_FIRST,
        "later 2",
        {undo: 2, steps: [{later: true}]},
        {undo: 1, steps: [{merge_id: 7}]},
    ]);
});

test("blockers are told, and the cluster stays", async () => {
    onRpc(MODEL, "review_decide", () => ({blockers: ["Ask the accountant to close the invoice"]}));
    await open();
    await type("m");
    expect(".o_notification:contains(Ask the accountant)").toHaveCount(1);
    expect(counter()).toBe("1 of 3");
});

test("what is left of a cluster is shown before the next one", async () => {
    onRpc(MODEL, "review_decide", () => ({message: "Done", undo: [], left: mixedCluster(1)}));
    await open();
    await type("m");
    expect(names()[1]).toBe("Ольга Коваль");
    expect(counter()).toBe("1 of 3");
});

test("who may not merge sees and goes on", async () => {
    options.can_accept = false;
    clusters.forEach((cluster) => Object.assign(cluster, {can_merge: false}));
    await open();
    expect("button[name=merge]").toHaveCount(0);
    expect("button[name=bulk]").toHaveCount(0);
    await type("m");
    expect(counter()).toBe("1 of 3");
    await contains("button[name=later]").click();
    expect(names()[0]).toBe("Anna Kovács 2");
    expect.verifySteps([]);
});

test("somebody else's card is shown without values and cannot be kept", async () => {
    Object.assign(clusters[0].cards[1], {
        readable: false,
        writable: false,
        name: "Somebody else's card",
        in_charge: "Sofia",
    });
    clusters[0].rows.forEach((line) => delete line.cells["crm.lead,12"]);
    await open();
    expect(".o_dedup_head:eq(1)").toHaveClass("o_dedup_masked");
    expect(".o_dedup_head:eq(1)").toHaveText(/Sofia/);
    expect(".o_dedup_head:eq(1) .o_dedup_keep").toHaveCount(0);
    expect("button[name=merge]").not.toBeEnabled();
});

test("nothing to review: a button to look for some, with progress", async () => {
    clusters = [];
    const job = {id: 4, state: "running", label: "Scan", progress: 0, seconds_left: 90};
    onRpc(MODEL, "review_scan", () => job);
    await open();
    expect(".o_dedup_empty_state").toHaveText(/No duplicates to review/);
    await contains(".o_dedup_empty_state button[name=scan]").click();
    expect(".o_dedup_job").toHaveText(/Scan/);
    getService("bus_service").addChannel("desk");
    await waitForChannels(["desk"]);
    clusters = [leadCluster(9)];
    MockServer.env["bus.bus"]._sendone("desk", JOB_EVENT, {...job, progress: 50});
    await animationFrame();
    await animationFrame();
    expect(".o_dedup_job").toHaveText(/50 %/);
    MockServer.env["bus.bus"]._sendone("desk", JOB_EVENT, {...job, progress: 100, state: "done"});
    await animationFrame();
    await animationFrame();
    await animationFrame();
    expect(names()).toEqual(["Anna Kovács 9", "A. Kovacs 9"]);
});

test("the automatic tier: a list, one taken out, then the work", async () => {
    const line = (id, blocker) => ({
        id,
        probability: 0.9999,
        blocker: blocker || "",
        steps: [{icon: "fa-star", type_label: "Lead", survivor: `S${id}`, others: [`O${id}`]}],
    });
    onRpc(MODEL, "review_bulk_list", () => ({
        total: 3,
        lines: [line(1), line(2), line(3, "Two companies")],
    }));
    onRpc(MODEL, "review_bulk_start", ({args}) => {
        expect.step({excluded: args[1]});
        return {id: 8, state: "running", label: "Merging", progress: 0};
    });
    await open();
    await contains("button[name=bulk]").click();
    expect(queryAllTexts(".o_dedup_bulk tbody td:nth-child(2)")).toEqual(["S1", "S2", "S3"]);
    await contains(".o_dedup_bulk tr[data-cluster='2'] input").click();
    expect(".modal-footer .btn-primary").toHaveText("Accept 1");
    await contains(".modal-footer .btn-primary").click();
    expect.verifySteps([{excluded: [2]}]);
    expect(".modal .o_dedup_job").toHaveText(/Merging/);
});

test("filters are asked of the server", async () => {
    await open();
    onRpc(MODEL, "review_start", ({args}) => {
        expect.step(args[0].kind);
        return {options, counts: {}, cluster: false, remaining: 0};
    });
    await contains(".o_dedup_filters select[name=kind]").select("partner");
    await animationFrame();
    expect.verifySteps(["partner"]);
});

test("typing in a filter or holding a menu key decides nothing", async () => {
    await open();
    await contains(".o_dedup_filters select[name=kind]").focus();
    await keyDown("m");
    await animationFrame();
    expect(counter()).toBe("1 of 3");
    expect.verifySteps([]);
});

test("cards picked by hand: the same screen in a window, closed after the merge", async () => {
    onRpc(MODEL, "review_cards", ({args}) => {
        expect.step({cards: args});
        return {...leadCluster(1), id: false};
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "crm_lead_dedup.review",
        params: {model: "crm.lead", ids: [11, 12]},
        target: "new",
    });
    expect(".modal .o_dedup_head").toHaveCount(2);
    expect(".modal .o_dedup_filters").toHaveCount(0);
    await contains(".modal button[name=merge]").click();
    await animationFrame();
    expect(".modal").toHaveCount(0);
    expect.verifySteps([{cards: ["crm.lead", [11, 12]]}, {...MERGE_FIRST, decide: false}]);
});
