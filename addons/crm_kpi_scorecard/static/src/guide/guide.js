import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {Component, onWillStart, useState} from "@odoo/owl";
import {rowsOf, scaleOf} from "../bands/scale";
import {GuideCard} from "./guide_card";

const MODEL = "crm.kpi.definition";

/** One KPI as it is edited: its bands, those stored or else those proposed, and a target. */
export function editable(item) {
    const stored = item.set || {low: null, high: null};
    return {
        ...item,
        scale: scaleOf(item.set ? item.set.bands : item.proposal, stored),
        // The limits of what is a percentage of something else do not lie on these figures.
        isComparable: !item.set || item.set.basis === "absolute",
        target: item.set ? "" : item.target,
        proposedTarget: item.target,
        isSkipped: false,
        isChanged: false,
    };
}

/** What a company's year was like, KPI by KPI, and what bands and target would fit it. */
export class Guide extends Component {
    static template = "crm_kpi_scorecard.Guide";
    static components = {GuideCard, Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({company: null, needed: 0, items: [], open: 0, busy: false});
        onWillStart(() => this.load());
    }

    get display() {
        return {controlPanel: {}};
    }

    async load() {
        const told = await this.orm.call(MODEL, "propose_bands", []);
        const items = told.items.map(editable);
        const first = items.find(({state}) => state === "proposed") || items[0];
        Object.assign(this.state, {...told, items, open: first ? first.id : 0});
    }

    /** No KPI has figures enough, and none has bands: there is nothing to look at yet. */
    get isEmpty() {
        return this.state.items.every(({state}) => state === "too_little");
    }

    get waiting() {
        return this.state.items.filter(
            ({state, isSkipped, scale}) => state === "proposed" && !isSkipped && scale
        );
    }

    get progress() {
        const {items} = this.state;
        const done = items.filter(({state}) => state === "has_bands").length;
        return _t("%(done)s of %(all)s KPIs have bands.", {done, all: items.length});
    }

    toggle(item) {
        this.state.open = this.state.open === item.id ? 0 : item.id;
    }

    change(item, values) {
        Object.assign(item, values);
    }

    /** The proposal anew, instead of the bands that are there. */
    proposeAnew(item) {
        Object.assign(item, {
            scale: scaleOf(item.proposal),
            target: item.proposedTarget,
            isChanged: true,
        });
    }

    skip(item) {
        item.isSkipped = true;
        const next = this.waiting[0];
        this.state.open = next ? next.id : 0;
    }

    wanted({id, scale, version, target, level}) {
        const wish = {definition_id: id, bands: rowsOf(scale), version};
        return target === "" ? wish : {...wish, target: {value: target, level}};
    }

    async accept(items) {
        if (this.state.busy || !items.length) {
            return;
        }
        this.state.busy = true;
        try {
            const wishes = items.map((item) => this.wanted(item));
            const told = await this.orm.call(MODEL, "save_bands", [wishes]);
            for (const fresh of told.items) {
                const item = this.state.items.find(({id}) => id === fresh.id);
                Object.assign(item, editable(fresh));
            }
        } finally {
            this.state.busy = false;
        }
        const names = items.map(({name}) => name).join(", ");
        this.notification.add(_t("Saved: %s", names), {type: "success"});
        const next = this.waiting[0];
        this.state.open = next ? next.id : 0;
    }

    /** The set's own form: limits per person or product, percent of the target, advice. */
    openSet(item) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "crm.kpi.band.set",
            res_id: item.set.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("crm_kpi_scorecard.guide", Guide);
