import {describe, expect, test} from "@odoo/hoot";
import {ClusterState} from "@crm_lead_dedup/dedup_review/cluster_state";
import {keyName} from "@crm_lead_dedup/dedup_review/review_keys";
import {reasons} from "@crm_lead_dedup/dedup_review/match_bar";
import {allowTranslations} from "@web/../tests/web_test_helpers";
import {timeLeft} from "@crm_lead_dedup/dedup_review/job_bar";
import {leadCluster, mixedCluster, pair} from "./dedup_review_sample";

describe.current.tags("headless");

const byId = (state, id) => state.cards.find((card) => card.id === id);

test("what the server proposes is the decision until somebody says otherwise", () => {
    const state = new ClusterState(leadCluster());
    expect(state.mergeDecision()).toEqual({
        merges: [{model: "crm.lead", survivor: 11, others: [12], choices: {}}],
        links: [],
        dismiss: [],
    });
    const [name, city, phone] = state.cluster.rows;
    expect(state.chosen(name, "crm.lead").id).toBe(11);
    expect(state.chosen(phone, "crm.lead").id).toBe(12);
    expect(state.fate(city, byId(state, 12))).toBe("same");
});

test("a picked value stays when another card is kept", () => {
    const state = new ClusterState(leadCluster());
    const [name] = state.cluster.rows;
    state.pick(name, byId(state, 12));
    expect(state.fate(name, byId(state, 11))).toBe("lost");
    expect(state.setSurvivor(byId(state, 12))).toBe(true);
    state.setProposal("crm.lead", {survivor: 12, choices: {contact_name: 11}, blockers: []});
    expect(state.chosen(name, "crm.lead").id).toBe(12);
    expect(state.merges()[0].choices).toEqual({contact_name: 12});
    expect(state.merges()[0].others).toEqual([11]);
});

test("a second phone is not lost but kept beside the chosen one", () => {
    const state = new ClusterState(leadCluster());
    const phone = state.cluster.rows[2];
    expect(state.fate(phone, byId(state, 12))).toBe("chosen");
    expect(state.fate(phone, byId(state, 11))).toBe("kept");
});

test("a card taken out is merged with nothing and remembered as another", () => {
    const state = new ClusterState(mixedCluster());
    expect(state.mergeDecision()).toEqual({
        merges: [{model: "res.partner", survivor: 52, others: [53], choices: {}}],
        links: [[51, 52]],
        dismiss: [],
    });
    expect(state.toggleExcluded(byId(state, 53))).toBe(false);
    expect(state.mergeDecision()).toEqual({
        merges: [],
        links: [[51, 52]],
        dismiss: [
            ["res.partner,53", "crm.lead,51"],
            ["res.partner,53", "res.partner,52"],
        ],
    });
    state.toggleExcluded(byId(state, 53));
    expect(state.dismissals()).toEqual([]);
});

test("when the kept card is taken out, the next one is kept", () => {
    const state = new ClusterState(mixedCluster());
    expect(state.toggleExcluded(byId(state, 52))).toBe(true);
    expect(state.survivor("res.partner").id).toBe(53);
    expect(state.links()).toEqual([[51, 53]]);
});

test("a lead that is the customer's already is not linked again", () => {
    const cluster = mixedCluster();
    cluster.cards[0].partner_id = 53;
    const state = new ClusterState(cluster);
    expect(state.links()).toEqual([]);
    state.toggleExcluded(byId(state, 53));
    expect(state.links()).toEqual([[51, 52]]);
});

test("somebody else's card is neither kept nor merged", () => {
    const cluster = leadCluster();
    Object.assign(cluster.cards[1], {readable: false, writable: false});
    const state = new ClusterState(cluster);
    expect(state.setSurvivor(cluster.cards[1])).toBe(false);
    expect(state.merges()).toEqual([]);
});

test("a card that one may read but not change is linked to, but not merged", () => {
    const cluster = mixedCluster();
    cluster.cards[1].writable = false;
    const state = new ClusterState(cluster);
    expect(state.merges()).toEqual([]);
    expect(state.links()).toEqual([[51, 52]]);
    expect(state.canPick(cluster.rows[0], cluster.cards[1])).toBe(false);
});

test("nobody is the same: every pair is remembered", () => {
    const state = new ClusterState(mixedCluster());
    expect(state.separateDecision().dismiss).toHaveLength(3);
});

test("what forbids the merge counts only while there is one", () => {
    const cluster = leadCluster();
    cluster.proposals["crm.lead"].blockers = ["Two companies"];
    const state = new ClusterState(cluster);
    expect(state.blockers()).toEqual(["Two companies"]);
    state.toggleExcluded(cluster.cards[1]);
    expect(state.blockers()).toEqual([]);
});

test("reasons come weightiest first, and the base's size is none", () => {
    const state = new ClusterState(leadCluster());
    const lines = reasons(pair(...state.cards));
    expect(lines.map((line) => `${line.label} ${line.signed}`)).toEqual(["Phone +7", "City −2.5"]);
});

test("keys mean the same on a Cyrillic keyboard, and Latin layouts keep theirs", () => {
    const press = (key, code, shiftKey = false) => keyName({key, code, shiftKey});
    expect(press("ь", "KeyM")).toBe("m");
    expect(press("Z", "KeyY")).toBe("z");
    expect(press("?", "Slash", true)).toBe("?");
    expect(press(",", "Slash", true)).toBe("?");
    expect(press("ArrowLeft", "ArrowLeft")).toBe("arrowleft");
});

test("time left", () => {
    allowTranslations();
    expect([false, 20, 130, 5400].map((seconds) => String(timeLeft(seconds)))).toEqual([
        "",
        "less than a minute left",
        "about 2 min left",
        "about 1.5 h left",
    ]);
});
