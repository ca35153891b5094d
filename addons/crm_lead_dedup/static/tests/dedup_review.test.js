import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {animationFrame, Deferred, keyDown, queryAllTexts} from "@odoo/hoot-dom";
import {contains, onRpc} from "@web/../tests/web_test_helpers";
import {leadCluster, mixedCluster} from "./dedup_review_sample";
import {
    MERGE_FIRST,
    MODEL,
    counter,
    mockReview,
    names,
    openReview,
    type,
} from "./dedup_review_server";

defineMailModels();
describe.current.tags("desktop");

let data = null;
beforeEach(() => {
    data = mockReview();
});

test("merge by key; the next cluster shows by itself", async () => {
    await openReview();
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
    await openReview();
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
    await openReview();
    await type("ArrowDown");
    await type("ArrowRight");
    expect("[data-field=contact_name] .o_dedup_cell:eq(1)").toBeFocused();
    await type(" ");
    expect("[data-field=contact_name] .o_dedup_cell:eq(1)").toHaveClass("o_dedup_chosen");
    await type("ArrowDown");
    expect("[data-field=city] .o_dedup_cell:eq(1)").toBeFocused();
});

test("differing values stand out, the same stay quiet, phones are kept too", async () => {
    await openReview();
    expect("[data-field=contact_name]").toHaveClass("o_dedup_differs");
    expect("[data-field=city]").not.toHaveClass("o_dedup_differs");
    expect("[data-field=phone] .o_dedup_too").toHaveCount(1);
    await type("d");
    expect(".o_dedup_row[data-field]").toHaveCount(2);
});

test("link, not the same, later", async () => {
    data.clusters = [mixedCluster(5), leadCluster(2), leadCluster(3)];
    await openReview();
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
    data.clusters = [mixedCluster(5)];
    await openReview();
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
    await openReview();
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

test("both values of a reason stand under the numbers of their cards", async () => {
    const [first, second] = data.clusters[0].cards;
    Object.assign(data.clusters[0].pairs[0], {left: second.key, right: first.key});
    await openReview();
    await contains("button[name=why]").click();
    expect(queryAllTexts(".o_dedup_pair_head .badge")).toEqual(["1", "2"]);
    expect(queryAllTexts(".o_dedup_pair tr:eq(1) td:not(.o_dedup_weight)")).toEqual(["B", "A"]);
});

test("what was put aside is one click away when nothing is left", async () => {
    data.clusters = [];
    onRpc(MODEL, "review_start", ({args}) => {
        expect.step(args[0].state);
        const counts = {open: 0, automatic: 0, later: 4};
        return {options: data.options, counts, cluster: false, remaining: 0};
    });
    await openReview();
    expect(".o_dedup_empty_state").toHaveText(/put aside \(4\)/);
    expect(".o_dedup_empty_state").not.toHaveText(/Nobody has looked/);
    await contains(".o_dedup_empty_state button[name=aside]").click();
    expect("button[name=aside]").toHaveCount(0);
    expect.verifySteps(["open", "skipped"]);
});

test("blockers are told, and the cluster stays", async () => {
    onRpc(MODEL, "review_decide", () => ({blockers: ["Ask the accountant to close the invoice"]}));
    await openReview();
    await type("m");
    expect(".o_notification:contains(Ask the accountant)").toHaveCount(1);
    expect(counter()).toBe("1 of 3");
});

test("what is left of a cluster is shown before the next one", async () => {
    onRpc(MODEL, "review_decide", () => ({message: "Done", undo: [], left: mixedCluster(1)}));
    await openReview();
    await type("m");
    expect(names()[1]).toBe("Ольга Коваль");
    expect(counter()).toBe("1 of 3");
});

test("who may not merge sees and goes on", async () => {
    data.options.can_accept = false;
    data.clusters.forEach((cluster) => Object.assign(cluster, {can_merge: false}));
    await openReview();
    expect("button[name=merge]").toHaveCount(0);
    expect("button[name=bulk]").toHaveCount(0);
    await type("m");
    expect(counter()).toBe("1 of 3");
    await contains("button[name=later]").click();
    expect(names()[0]).toBe("Anna Kovács 2");
    expect.verifySteps(["later 1"]);
});

test("somebody else's card is shown without values and cannot be kept", async () => {
    Object.assign(data.clusters[0].cards[1], {
        readable: false,
        writable: false,
        name: "Somebody else's card",
        in_charge: "Sofia",
    });
    data.clusters[0].rows.forEach((line) => delete line.cells["crm.lead,12"]);
    await openReview();
    expect(".o_dedup_head:eq(1)").toHaveClass("o_dedup_masked");
    expect(".o_dedup_head:eq(1)").toHaveText(/Sofia/);
    expect(".o_dedup_head:eq(1) .o_dedup_keep").toHaveCount(0);
    expect("button[name=merge]").not.toBeEnabled();
});

test("filters are asked of the server", async () => {
    await openReview();
    onRpc(MODEL, "review_start", ({args}) => {
        expect.step(args[0].kind);
        return {options: data.options, counts: {}, cluster: false, remaining: 0};
    });
    await contains(".o_dedup_filters select[name=kind]").select("partner");
    await animationFrame();
    expect.verifySteps(["partner"]);
});

test("two filters chosen quickly both act", async () => {
    await openReview();
    const first = new Deferred();
    onRpc(MODEL, "review_start", async ({args}) => {
        expect.step([args[0].kind, args[0].order]);
        await first;
        return {options: data.options, counts: {}, cluster: false, remaining: 0};
    });
    await contains(".o_dedup_filters select[name=kind]").select("partner");
    await contains(".o_dedup_filters select[name=order]").select("newest");
    expect.verifySteps([["partner", "certain"]]);
    first.resolve();
    await animationFrame();
    await animationFrame();
    expect.verifySteps([["partner", "newest"]]);
});

test("typing in a filter or holding a menu key decides nothing", async () => {
    await openReview();
    await contains(".o_dedup_filters select[name=kind]").focus();
    await keyDown("m");
    await animationFrame();
    expect(counter()).toBe("1 of 3");
    expect.verifySteps([]);
});

test("opened for an import, it asks for the clusters of that import only", async () => {
    onRpc(MODEL, "review_start", ({args}) => {
        expect.step(args[0].import_id);
        expect(args[0].state).toBe("open");
    });
    await openReview({params: {filters: {import_id: 9}}});
    expect.verifySteps([9]);
    expect(names()).toEqual(["Anna Kovács 1", "A. Kovacs 1"]);
});
