import {waitForChannels} from "@bus/../tests/bus_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {animationFrame, queryAllTexts} from "@odoo/hoot-dom";
import {contains, getService, MockServer, onRpc} from "@web/../tests/web_test_helpers";
import {JOB_EVENT} from "@crm_lead_dedup/dedup_review/job_bar";
import {leadCluster} from "./dedup_review_sample";
import {MERGE_FIRST, MODEL, mockReview, names, openReview, showReview} from "./dedup_review_server";

defineMailModels();
describe.current.tags("desktop");

let data = null;
beforeEach(() => {
    data = mockReview();
});

test("nothing to review: a button to look for some, with progress", async () => {
    data.clusters = [];
    const job = {id: 4, state: "running", label: "Scan", progress: 0, seconds_left: 90};
    onRpc(MODEL, "review_scan", () => job);
    await openReview();
    expect(".o_dedup_empty_state").toHaveText(/No duplicates to review/);
    getService("bus_service").addChannel("desk");
    // Before the bar is there: it asks again and again, and this waits until nobody asks.
    await waitForChannels(["desk"]);
    await contains(".o_dedup_empty_state button[name=scan]").click();
    expect(".o_dedup_job").toHaveText(/Scan/);
    data.clusters = [leadCluster(9)];
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
    await openReview();
    await contains("button[name=bulk]").click();
    expect(queryAllTexts(".o_dedup_bulk tbody td:nth-child(2)")).toEqual(["S1", "S2", "S3"]);
    await contains(".o_dedup_bulk tr[data-cluster='2'] input").click();
    expect(".modal-footer .btn-primary").toHaveText("Accept 1");
    await contains(".modal-footer .btn-primary").click();
    expect.verifySteps([{excluded: [2]}]);
    expect(".modal .o_dedup_job").toHaveText(/Merging/);
});

test("cards picked by hand: the same screen in a window, closed after the merge", async () => {
    onRpc(MODEL, "review_cards", ({args}) => {
        expect.step({cards: args});
        return {...leadCluster(1), id: false};
    });
    await openReview({params: {model: "crm.lead", ids: [11, 12]}, target: "new"});
    expect(".modal .o_dedup_head").toHaveCount(2);
    expect(".modal .o_dedup_filters").toHaveCount(0);
    await contains(".modal button[name=merge]").click();
    await animationFrame();
    expect(".modal").toHaveCount(0);
    expect.verifySteps([{cards: ["crm.lead", [11, 12]]}, {...MERGE_FIRST, decide: false}]);
});

test("cards picked in a list: back to it after the merge", async () => {
    onRpc(MODEL, "review_cards", () => ({...leadCluster(1), id: false}));
    await openReview();
    await showReview({params: {model: "crm.lead", ids: [11, 12]}});
    expect(".o_dedup_filters").toHaveCount(0);
    await contains("button[name=merge]").click();
    await animationFrame();
    expect.verifySteps([{...MERGE_FIRST, decide: false}]);
    expect(".o_dedup_filters").toHaveCount(1);
});
