import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {BOX, connection, layout} from "./layout";

const KIND_NAMES = {
    client: _t("Client"),
    counterparty: _t("Counterparty"),
    contact: _t("Contact"),
    partner: _t("Partner"),
};

/** Who owns, pays for and works for whom, around one client or contact. */
export class RelationsAction extends Component {
    static template = "crm_counterparty.RelationsAction";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.box = BOX;
        this.keepLast = new KeepLast();
        const {partner_id: partnerId} = this.props.action.params || {};
        const {partnerId: kept, steps, withEnded} = this.props.state || {};
        this.state = useState({
            partnerId: kept || partnerId || this.props.action.context.active_id || false,
            steps: steps || 2,
            withEnded: Boolean(withEnded),
            picture: null,
        });
        onWillStart(() => this.load());
    }

    async load() {
        const {partnerId, steps, withEnded} = this.state;
        if (!partnerId) {
            return;
        }
        const answer = await this.keepLast.add(
            this.orm.call("crm.party.link", "relations", [partnerId, steps, withEnded])
        );
        const {width, height, places} = layout(answer.nodes, answer.edges);
        const names = new Map(answer.nodes.map((node) => [node.id, node.name]));
        this.state.picture = {
            width,
            height,
            isCut: answer.is_cut,
            nodes: answer.nodes.map((node) => ({...node, ...places.get(node.id)})),
            edges: answer.edges.map((edge) => ({
                ...edge,
                ...connection(places.get(edge.source), places.get(edge.target)),
                title: `${names.get(edge.source)} – ${edge.label || _t("Contact")} – ${names.get(
                    edge.target
                )}`,
            })),
        };
        this.env.config.setDisplayName(
            _t("Relations of %(name)s", {name: names.get(partnerId) || ""})
        );
        this.props.updateActionState?.({partnerId, steps, withEnded});
    }

    kinds(node) {
        return node.kinds.map((kind) => KIND_NAMES[kind]).join(", ");
    }

    /** Colour by what somebody is first of all. */
    kindClass(node) {
        return `o_relation_${node.kinds[0] || "unknown"}`;
    }

    choose(node) {
        if (node.id === this.state.partnerId) {
            return this.open(node);
        }
        this.state.partnerId = node.id;
        return this.load();
    }

    open(node) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "res.partner",
            res_id: node.id,
            views: [[false, "form"]],
        });
    }

    onKey(ev, node) {
        if (ev.key === "Enter" || ev.key === " ") {
            ev.preventDefault();
            this.choose(node);
        }
    }

    setSteps(steps) {
        this.state.steps = steps;
        return this.load();
    }

    toggleEnded() {
        this.state.withEnded = !this.state.withEnded;
        return this.load();
    }
}

registry.category("actions").add("crm_counterparty.relations", RelationsAction);
