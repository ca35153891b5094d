import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {RecordSelector} from "@web/core/record_selectors/record_selector";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {percent} from "./figures";
import {WeightChart} from "./weight_chart";

const MODELS = [
    ["crm.lead", _t("Lead")],
    ["res.partner", _t("Customer")],
];
const STATES = {
    confirmed: _t("Somebody said that they are the same."),
    dismissed: _t("Somebody said that they are not the same."),
    merged: _t("They were merged."),
};

/** Any two cards, and how the probability that they are the same comes about. */
export class ExplainAction extends Component {
    static template = "crm_lead_dedup.ExplainAction";
    static components = {Layout, RecordSelector, WeightChart};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.models = MODELS;
        this.env.config.setDisplayName(_t("Are They the Same?"));
        this.keepLast = new KeepLast();
        const {left, right} = this.props.action.params || {};
        this.state = useState({
            sides: [this.side(left), this.side(right)],
            answer: null,
        });
        onWillStart(() => this.load());
    }

    /** A card as `[model, id]`, or nothing chosen yet. */
    side(card) {
        const [model, id] = card || ["crm.lead", false];
        return {model, id: id || false};
    }

    /** A window has a title and a cross of its own. */
    get display() {
        return {controlPanel: this.env.inDialog ? false : {}};
    }

    get isComplete() {
        return this.state.sides.every((side) => side.id);
    }

    async load() {
        const [left, right] = this.state.sides.map((side) => [side.model, side.id]);
        const answer = this.isComplete
            ? this.orm.call("crm.dedup.explain", "explain", [left, right])
            : Promise.resolve(null);
        this.state.answer = await this.keepLast.add(answer);
    }

    chooseModel(side, model) {
        Object.assign(side, {model, id: false});
        this.state.answer = null;
    }

    chooseCard(side, id) {
        side.id = id;
        return this.load();
    }

    openCard(side) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: side.model,
            res_id: side.id,
            views: [[false, "form"]],
        });
    }

    openRules() {
        this.action.doAction("crm_lead_dedup.action_dedup_rule");
    }

    get percent() {
        return percent(this.state.answer.probability);
    }

    get decided() {
        return STATES[this.state.answer.state] || "";
    }

    get color() {
        const {tier, relation} = this.state.answer;
        if (!tier || relation === "related") {
            return "secondary";
        }
        return tier === "automatic" ? "success" : "warning";
    }
}

registry.category("actions").add("crm_lead_dedup.explain", ExplainAction);
