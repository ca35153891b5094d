import {ClusterState} from "./cluster_state";

const MODEL = "crm.dedup.cluster";

export const NO_FILTERS = {
    tier: "",
    kind: "",
    team_id: 0,
    min_probability: 0,
    order: "certain",
    state: "open",
};

/**
 * A walk through the clusters: what is on screen, what comes next, how far one is, and what can be
 * undone. The next cluster is fetched while the user looks at the present one.
 */
export class ReviewSession {
    constructor(orm, filters = {}) {
        this.orm = orm;
        this.filters = {...NO_FILTERS, ...filters};
        this.options = {teams: []};
        this.counts = {};
        this.current = null;
        this.remaining = 0;
        this.passed = 0;
        this.undoable = [];
        this.busy = false;
        this.running = null;
        this.loaded = false;
    }

    _call(method, ...args) {
        return this.orm.call(MODEL, method, args);
    }

    /** Whether the user may decide about the cluster on screen. */
    get editable() {
        return Boolean(this.current?.cluster.can_merge);
    }

    get position() {
        return this.current ? this.passed + 1 : this.passed;
    }

    get total() {
        return this.passed + this.remaining;
    }

    get progress() {
        return this.total ? Math.round((100 * this.passed) / this.total) : 100;
    }

    /** Begin anew with the filters as they are. */
    async start() {
        this.upcoming = null;
        this.passed = 0;
        const answer = await this._call("review_start", this.filters);
        this.options = answer.options;
        this.counts = answer.counts;
        this._show(answer);
        this.loaded = true;
    }

    /** Show these cards and nothing else: the merge window of a list. */
    async startWith(model, ids) {
        const cluster = await this._call("review_cards", model, ids);
        this._show({cluster, remaining: 1});
        this.loaded = true;
    }

    /** Also while the answer to another filter is on its way: it waits for its turn. */
    async setFilter(name, value) {
        this.filters[name] = value;
        await this.running?.catch(() => null);
        await this.exclusive(() => this.start());
    }

    _show({cluster, remaining}) {
        this.current = cluster ? new ClusterState(cluster) : null;
        this.remaining = remaining;
        this._prefetch();
    }

    _prefetch() {
        // An error shows when the answer is wanted, not while somebody reads another cluster.
        this.upcoming = this._next().catch(() => null);
    }

    async _next() {
        const id = this.current?.cluster.id;
        return id
            ? this._call("review_next", id, this.filters)
            : {cluster: false, remaining: 0, counts: this.counts};
    }

    async _advance() {
        const {id} = this.current.cluster;
        const answer = (await this.upcoming) || (await this._next());
        this.passed += 1;
        this._show(answer);
        if (!this.current && id) {
            this.counts = await this._call("review_counts", this.filters);
        }
    }

    /** One action at a time: a key held down must not decide about what nobody has seen. */
    async exclusive(action) {
        if (this.busy) {
            return undefined;
        }
        this.busy = true;
        try {
            this.running = action();
            return await this.running;
        } finally {
            this.busy = false;
        }
    }

    /**
     * Send a decision; go on to the next cluster, or to what is left of this one.
     *
     * @returns {Object} the server's answer: `message`, `blockers`, `left` (a cluster or false)
     */
    decide(decision) {
        return this.exclusive(async () => {
            const {id} = this.current.cluster;
            const answer = await this._call("review_decide", id, decision);
            if (answer.blockers?.length) {
                return answer;
            }
            this.undoable.push({cluster_id: id, steps: answer.undo});
            if (answer.left) {
                this.current = new ClusterState(answer.left);
            } else {
                await this._advance();
            }
            return answer;
        });
    }

    /** Put aside, for oneself; among those put aside, just the next one. */
    later() {
        return this.exclusive(async () => {
            const {id} = this.current.cluster;
            if (this.filters.state === "open") {
                const answer = await this._call("review_later", id);
                this.undoable.push({cluster_id: id, steps: answer.undo});
            }
            await this._advance();
        });
    }

    /** Take the last decision of this walk back and show its cluster again. */
    undo() {
        return this.exclusive(async () => {
            const last = this.undoable.pop();
            if (!last) {
                return false;
            }
            const answer = await this._call("review_undo", last.cluster_id, last.steps).catch(
                (error) => {
                    this.undoable.push(last);
                    throw error;
                }
            );
            const again = this.current?.cluster.id === last.cluster_id;
            this.passed = Math.max(0, this.passed - (again ? 0 : 1));
            if (answer.cluster) {
                this._show({cluster: answer.cluster, remaining: this.remaining + (again ? 0 : 1)});
            }
            return answer;
        });
    }

    /** Another card is kept: ask what that changes. */
    async propose(model) {
        const state = this.current;
        const survivor = state.survivor(model);
        const others = state.merging(model).filter((card) => card !== survivor);
        if (!survivor?.writable || !others.length) {
            return;
        }
        const ids = others.map((card) => card.id);
        const proposal = await this._call("review_propose", model, survivor.id, ids);
        // Meanwhile the user may have chosen again or gone on.
        if (this.current === state && state.survivors[model] === proposal.survivor) {
            state.setProposal(model, proposal);
        }
    }

    /** What accepting the automatic tier would do, a page of it. */
    bulkList(offset) {
        return this._call("review_bulk_list", this.filters, offset);
    }

    bulkStart(excluded) {
        return this._call("review_bulk_start", this.filters, excluded);
    }

    scan() {
        return this._call("review_scan");
    }
}
