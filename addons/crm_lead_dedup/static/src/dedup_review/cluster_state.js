/** The two kinds of cards: requests and deals on one side, customers on the other. */
export const LEAD = "crm.lead";
export const PARTNER = "res.partner";

/**
 * What a user decides about one cluster before anything is sent: which card is kept, which value
 * of each field, and which cards are somebody else. Knows no server and no screen.
 *
 * The cluster comes from `review_read` and is never changed.
 */
export class ClusterState {
    constructor(cluster) {
        this.cluster = cluster;
        this.cards = cluster.cards;
        this.byKey = Object.fromEntries(cluster.cards.map((card) => [card.key, card]));
        this.survivors = {};
        this.proposals = {};
        this.picks = {[LEAD]: {}, [PARTNER]: {}};
        this.excluded = {};
        this.cursor = {row: -1, column: 0};
        for (const [model, proposal] of Object.entries(cluster.proposals)) {
            this.setProposal(model, proposal);
        }
    }

    /** Take over what the server proposes for the cards of a model; the user's picks stay. */
    setProposal(model, proposal) {
        this.survivors[model] = proposal.survivor;
        this.proposals[model] = proposal;
    }

    isExcluded(card) {
        return Boolean(this.excluded[card.key]);
    }

    isSurvivor(card) {
        return card.readable && !this.isExcluded(card) && this.survivors[card.model] === card.id;
    }

    /** Cards of a model that are thought to be the same. */
    included(model) {
        return this.cards.filter(
            (card) => card.model === model && card.readable && !this.isExcluded(card)
        );
    }

    /** Those of them that will be one card after the merge: the ones the user may change. */
    merging(model) {
        return this.included(model).filter((card) => card.writable);
    }

    survivor(model) {
        return this.included(model).find((card) => card.id === this.survivors[model]);
    }

    /** @returns {boolean} whether another card is kept now */
    setSurvivor(card) {
        if (!card.readable || this.isSurvivor(card)) {
            return false;
        }
        delete this.excluded[card.key];
        this.survivors[card.model] = card.id;
        return true;
    }

    /**
     * Say that a card is somebody else, or take that back.
     *
     * @returns {boolean} whether another card is kept now
     */
    toggleExcluded(card) {
        if (this.isExcluded(card)) {
            delete this.excluded[card.key];
            return false;
        }
        const kept = this.isSurvivor(card);
        this.excluded[card.key] = true;
        const [next] = this.included(card.model);
        if (kept && next) {
            this.survivors[card.model] = next.id;
        }
        return kept && Boolean(next);
    }

    cell(row, card) {
        return row.cells[card.key];
    }

    hasValue(row, card) {
        return Boolean(this.cell(row, card)?.text);
    }

    canPick(row, card) {
        return card.writable && ["one", "main"].includes(this.cell(row, card)?.mode);
    }

    pick(row, card) {
        if (!this.canPick(row, card)) {
            return;
        }
        delete this.excluded[card.key];
        this.picks[card.model][this.cell(row, card).field] = card.id;
    }

    /** The card whose value of a row stays: picked, else proposed, else the first that has one. */
    chosen(row, model) {
        const cards = this.merging(model).filter((card) => this.cell(row, card));
        const field = cards.length && this.cell(row, cards[0]).field;
        const wanted = [this.picks[model][field], this.proposals[model]?.choices?.[field]];
        for (const id of wanted) {
            const card = cards.find((candidate) => candidate.id === id);
            if (card) {
                return card;
            }
        }
        const survivor = this.survivor(model);
        if (survivor && this.hasValue(row, survivor)) {
            return survivor;
        }
        return cards.find((card) => this.hasValue(row, card)) || survivor;
    }

    /**
     * What becomes of a value: "chosen", "same", "kept" beside the chosen one, "united" with the
     * others, "lost", or "" when nothing becomes of it.
     */
    fate(row, card) {
        const {mode} = this.cell(row, card) || {};
        if (!this.hasValue(row, card) || this.isExcluded(card) || mode === "info") {
            return "";
        }
        if (mode === "all") {
            return "united";
        }
        const alone = this.merging(card.model).length < 2;
        return card.writable && !alone ? this._fateOfChoice(row, card, mode) : "";
    }

    _fateOfChoice(row, card, mode) {
        const chosen = this.chosen(row, card.model);
        if (!chosen || chosen === card) {
            return "chosen";
        }
        if (this.cell(row, chosen).same === this.cell(row, card).same) {
            return "same";
        }
        return mode === "main" ? "kept" : "lost";
    }

    pair(left, right) {
        return this.cluster.pairs.find(
            (pair) =>
                (pair.left === left.key && pair.right === right.key) ||
                (pair.left === right.key && pair.right === left.key)
        );
    }

    /** The pair that says most about a card: with the kept card if there is one, else its best. */
    pairOf(card) {
        const survivor = this.survivor(card.model);
        const own = survivor && survivor !== card && this.pair(survivor, card);
        const all = this.cluster.pairs.filter((pair) => [pair.left, pair.right].includes(card.key));
        return own || all.sort((one, other) => other.probability - one.probability)[0];
    }

    /** Merges that a decision holds: per model what stays, what goes into it, and the picks. */
    merges() {
        const merges = [];
        for (const model of [LEAD, PARTNER]) {
            const survivor = this.survivor(model);
            const others = this.merging(model).filter((card) => card !== survivor);
            if (survivor?.writable && others.length) {
                merges.push({
                    model,
                    survivor: survivor.id,
                    others: others.map((card) => card.id),
                    choices: this._choices(model),
                });
            }
        }
        return merges;
    }

    _choices(model) {
        const ids = this.merging(model).map((card) => card.id);
        return Object.fromEntries(
            Object.entries(this.picks[model]).filter(([, id]) => ids.includes(id))
        );
    }

    /** Leads that are not the kept customer's yet, as [lead, customer]. */
    links({all = false} = {}) {
        const partner = this.survivor(PARTNER);
        if (!partner) {
            return [];
        }
        const partners = this.included(PARTNER).map((card) => card.id);
        const leads = all ? this.included(LEAD) : [this.survivor(LEAD)].filter(Boolean);
        return leads
            .filter((lead) => lead.writable && !partners.includes(lead.partner_id))
            .map((lead) => [lead.id, partner.id]);
    }

    /** Pairs of keys that are not the same: each card taken out, with each that is not. */
    dismissals() {
        const out = this.cards.filter((card) => this.isExcluded(card));
        const rest = this.cards.filter((card) => !this.isExcluded(card));
        return out.flatMap((one) => rest.map((other) => [one.key, other.key]));
    }

    /** What hangs on the cards that go, as `[{label, count}]`, the most first. */
    moves() {
        const counts = {};
        for (const {model, others} of this.merges()) {
            for (const id of others) {
                for (const {label, count} of this.byKey[`${model},${id}`].counts) {
                    counts[label] = (counts[label] || 0) + count;
                }
            }
        }
        return Object.entries(counts)
            .map(([label, count]) => ({label, count}))
            .sort((one, other) => other.count - one.count);
    }

    /** Cards that stay out of a merge because they are not the user's. */
    foreign() {
        return this.cards.filter((card) => !card.writable && !this.isExcluded(card));
    }

    /** Why nothing can be merged as it stands; the server has the last word. */
    blockers() {
        const merged = this.merges();
        return merged.flatMap(({model}) => this.proposals[model]?.blockers || []);
    }

    mergeDecision() {
        return {merges: this.merges(), links: this.links(), dismiss: this.dismissals()};
    }

    linkDecision() {
        return {merges: [], links: this.links({all: true}), dismiss: this.dismissals()};
    }

    /** Nobody here is anybody else here. */
    separateDecision() {
        const keys = this.cards.map((card) => card.key);
        const dismiss = keys.flatMap((left, index) =>
            keys.slice(index + 1).map((right) => [left, right])
        );
        return {merges: [], links: [], dismiss};
    }

    moveCursor(rows, down, right) {
        const last = rows.length - 1;
        this.cursor.row = Math.max(-1, Math.min(last, this.cursor.row + down));
        this.cursor.column = Math.max(
            0,
            Math.min(this.cards.length - 1, this.cursor.column + right)
        );
    }

    cursorCard() {
        return this.cards[this.cursor.column];
    }
}
