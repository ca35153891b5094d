import {expect} from "@odoo/hoot";
import {animationFrame, press, queryAllTexts} from "@odoo/hoot-dom";
import {getService, mountWithCleanup, onRpc} from "@web/../tests/web_test_helpers";
import {WebClient} from "@web/webclient/webclient";
import {leadCluster} from "./dedup_review_sample";

export const MODEL = "crm.dedup.cluster";
export const MERGE_FIRST = {
    decide: 1,
    merges: [{model: "crm.lead", survivor: 11, others: [12], choices: {}}],
    links: [],
    dismiss: [],
};

/**
 * A server with three clusters; what is decided is a step.
 *
 * @returns {Object} `clusters` and `options`, to be changed before the screen opens or later
 */
export function mockReview() {
    const data = {
        clusters: [leadCluster(1), leadCluster(2), leadCluster(3)],
        options: {teams: [], can_accept: true, can_scan: true, last_scan: "", job: false},
    };
    const counts = () => ({open: data.clusters.length, automatic: 2, later: 0});
    const after = (id) => {
        const index = data.clusters.findIndex((cluster) => cluster.id === id) + 1;
        return {cluster: data.clusters[index] || false, remaining: data.clusters.length - index};
    };
    onRpc(MODEL, "review_start", () => ({options: data.options, counts: counts(), ...after(0)}));
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
            cluster: data.clusters.find((cluster) => cluster.id === args[0]),
        };
    });
    return data;
}

/** Open the screen in a web client. */
export async function openReview(action = {}) {
    await mountWithCleanup(WebClient);
    await showReview(action);
    await animationFrame();
}

export function showReview(action = {}) {
    const tag = "crm_lead_dedup.review";
    return getService("action").doAction({type: "ir.actions.client", tag, ...action});
}

export const names = () => queryAllTexts(".o_dedup_name");
export const counter = () => queryAllTexts(".o_dedup_counter .text-nowrap")[0];

export async function type(key, eventInit) {
    await press(key, eventInit);
    await animationFrame();
    await animationFrame();
}
