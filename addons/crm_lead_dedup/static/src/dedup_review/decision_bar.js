import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

/** What the decision as it stands will do, in words, and the buttons. */
export class DecisionBar extends Component {
    static template = "crm_lead_dedup.DecisionBar";
    static props = {
        state: Object,
        editable: Boolean,
        busy: Boolean,
        undoable: Boolean,
        picked: Boolean,
        onMerge: Function,
        onLink: Function,
        onSeparate: Function,
        onLater: Function,
        onUndo: Function,
    };

    get merges() {
        return this.props.state.merges();
    }

    get canMerge() {
        const {state} = this.props;
        return (this.merges.length || state.links().length) && !state.blockers().length;
    }

    get canLink() {
        return this.props.state.links({all: true}).length;
    }

    get blockers() {
        return this.props.state.blockers();
    }

    /** Sentences: which card goes into which, what moves along, what is linked. */
    get sentences() {
        const {state} = this.props;
        const sentences = this.merges.map((merge) => {
            const name = (id) => state.byKey[`${merge.model},${id}`].name;
            return _t("%(others)s → %(survivor)s", {
                others: merge.others.map(name).join(", "),
                survivor: name(merge.survivor),
            });
        });
        for (const [lead, partner] of state.links()) {
            sentences.push(
                _t("Lead “%(lead)s” becomes a lead of customer “%(partner)s”", {
                    lead: state.byKey[`crm.lead,${lead}`].name,
                    partner: state.byKey[`res.partner,${partner}`].name,
                })
            );
        }
        const out = state.cards.filter((card) => state.isExcluded(card));
        if (out.length) {
            const names = out.map((card) => card.name).join(", ");
            sentences.push(_t("%s: not the same, and remembered as such", names));
        }
        return sentences;
    }

    get moves() {
        return this.merges
            .flatMap(({model}) => this.props.state.proposals[model]?.moves || [])
            .map(({count, label}) => `${count} ${label}`)
            .join(", ");
    }
}
