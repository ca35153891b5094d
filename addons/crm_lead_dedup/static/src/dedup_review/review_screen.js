import {Component, onWillStart, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {BulkDialog} from "./bulk_dialog";
import {ClusterCards} from "./cluster_cards";
import {DecisionBar} from "./decision_bar";
import {JobBar} from "./job_bar";
import {percent} from "../dedup_explain/figures";
import {PairList} from "./pair_list";
import {ReviewFilters} from "./review_filters";
import {KeysDialog, useReviewKeys} from "./review_keys";
import {ReviewSession} from "./review_session";

/**
 * Clusters of duplicates, one after another, with `params: {filters}` some of them; or, with
 * `params: {model, ids}`, the merge of cards picked by hand.
 */
export class ReviewScreen extends Component {
    static template = "crm_lead_dedup.ReviewScreen";
    static components = {ClusterCards, DecisionBar, JobBar, Layout, PairList, ReviewFilters};
    static props = {...standardActionServiceProps};

    setup() {
        this.ui = useService("ui");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.root = useRef("root");
        // The plain service: an undo pressed after the merge window closed must still arrive.
        const {ids, filters} = this.props.action.params || {};
        this.session = useState(new ReviewSession(this.env.services.orm, filters));
        this.state = useState({onlyDifferences: false, why: false, job: null});
        this.picked = ids;
        useReviewKeys(this.ui, this.root, (name) => this.onKey(name));
        onWillStart(() => this.start());
    }

    async start() {
        if (this.picked) {
            await this.session.startWith(this.props.action.params.model, this.picked);
            return;
        }
        await this.session.start();
        this.state.job = this.session.options.job || null;
    }

    restart() {
        return this.session.exclusive(() => this.start());
    }

    // ------------------------------------------------------------------
    // What is shown
    // ------------------------------------------------------------------

    get current() {
        return this.session.current;
    }

    get editable() {
        return this.session.editable;
    }

    get rows() {
        const {rows} = this.current.cluster;
        return this.state.onlyDifferences ? rows.filter((row) => row.differs) : rows;
    }

    get display() {
        return this.env.inDialog ? {} : {controlPanel: {}};
    }

    get headline() {
        const {cluster} = this.current;
        return cluster.probability ? percent(cluster.probability) : "";
    }

    get isAutomatic() {
        return this.current.cluster.tier === "automatic";
    }

    // ------------------------------------------------------------------
    // Decisions
    // ------------------------------------------------------------------

    async keep(card) {
        if (this.editable && this.current.setSurvivor(card)) {
            await this.session.propose(card.model);
        }
    }

    async exclude(card) {
        if (this.editable && this.current.toggleExcluded(card)) {
            await this.session.propose(card.model);
        }
    }

    async decide(decision, nothing) {
        if (!this.editable || this.session.busy) {
            return;
        }
        if (!decision.merges.length && !decision.links.length && !decision.dismiss.length) {
            this.notification.add(nothing, {type: "warning"});
            return;
        }
        const answer = await this.session.decide(decision);
        if (answer?.blockers?.length) {
            this.notification.add(answer.blockers.join("\n"), {type: "danger", sticky: true});
        } else if (answer) {
            await this.onDecided(answer);
        }
    }

    async onDecided(answer) {
        const buttons = [{name: _t("Undo"), onClick: () => this.undo()}];
        this.closeMessage?.();
        this.closeMessage = this.notification.add(answer.message, {type: "success", buttons});
        if (this.picked && this.env.inDialog) {
            await this.action.doAction({type: "ir.actions.act_window_close"});
            await this.action.doAction({type: "ir.actions.client", tag: "soft_reload"});
        } else if (this.picked) {
            // Back to the list in which they were picked, as it is now.
            this.env.config.historyBack();
        }
    }

    merge() {
        return this.decide(
            this.current.mergeDecision(),
            _t("There is nothing to merge: keep one card and leave another one in.")
        );
    }

    link() {
        return this.decide(
            this.current.linkDecision(),
            _t("There is nothing to link: this takes a lead and a customer who is not its own yet.")
        );
    }

    separate() {
        return this.decide(this.current.separateDecision(), "");
    }

    async undo() {
        this.closeMessage?.();
        const answer = await this.session.undo();
        if (answer === false) {
            this.notification.add(_t("Nothing was decided here yet."), {type: "info"});
        } else if (answer?.action) {
            await this.action.doAction(answer.action);
        } else if (answer) {
            this.notification.add(answer.message, {type: "info"});
        }
    }

    open(card) {
        if (card.readable) {
            this.action.doAction({
                type: "ir.actions.act_window",
                res_model: card.model,
                res_id: card.id,
                views: [[false, "form"]],
                target: this.env.inDialog ? "new" : "current",
            });
        }
    }

    // ------------------------------------------------------------------
    // Work on the whole base
    // ------------------------------------------------------------------

    async scan() {
        this.state.job = await this.session.scan();
    }

    acceptCertain() {
        const {session} = this;
        this.dialog.add(BulkDialog, {session, onEnd: () => this.restart()});
    }

    // ------------------------------------------------------------------
    // Keys
    // ------------------------------------------------------------------

    onKey(name) {
        if (name === "?") {
            this.dialog.add(KeysDialog);
            return true;
        }
        if (name === "z") {
            this.undo();
            return true;
        }
        return Boolean(this.current) && (this.moveByKey(name) || this.decideByKey(name));
    }

    moveByKey(name) {
        const steps = {
            arrowup: [-1, 0],
            arrowdown: [1, 0],
            arrowleft: [0, -1],
            arrowright: [0, 1],
        }[name];
        if (steps) {
            this.current.moveCursor(this.rows, ...steps);
        }
        return Boolean(steps);
    }

    decideByKey(name) {
        const card = this.current.cursorCard();
        const row = this.rows[this.current.cursor.row];
        const numbered = /^[1-9]$/.test(name) && this.current.cards[Number(name) - 1];
        const actions = {
            m: () => this.merge(),
            enter: () => this.merge(),
            l: () => this.link(),
            n: () => this.separate(),
            s: () => this.session.later(),
            x: () => this.exclude(card),
            o: () => this.open(card),
            d: () => (this.state.onlyDifferences = !this.state.onlyDifferences),
            w: () => (this.state.why = !this.state.why),
            " ": () => this.editable && row && this.current.pick(row, card),
        };
        const action = numbered ? () => this.keep(numbered) : actions[name];
        action?.();
        return Boolean(action);
    }
}

registry.category("actions").add("crm_lead_dedup.review", ReviewScreen);
