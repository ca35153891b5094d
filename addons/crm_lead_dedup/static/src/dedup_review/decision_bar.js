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
        return (this.merges.length || this.links.length) && !state.blockers().length;
    }

    get canLink() {
        return this.merges.length && this.props.state.links({all: true}).length;
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
        for (const [lead, partner] of this.links) {
            const names = {
                lead: state.byKey[`crm.lead,${lead}`].name,
                partner: state.byKey[`res.partner,${partner}`].name,
            };
            sentences.push(_t("Lead “%(lead)s” becomes a lead of customer “%(partner)s”", names));
        }
        const out = state.cards.filter((card) => state.isExcluded(card));
        if (out.length) {
            const names = out.map((card) => card.name).join(", ");
            sentences.push(_t("%s: not the same, and remembered as such", names));
        }
        return sentences;
    }

    get moves() {
        const moves = this.props.state.moves();
        return moves.map(({label, count}) => `${label} (${count})`).join(", ");
    }

    get links() {
        return this.props.state.links();
    }

    get mergeLabel() {
        if (!this.merges.length && this.links.length) {
            return _t("Link");
        }
        return this.links.length ? _t("Merge and Link") : _t("Merge");
    }

    /** Whose cards stay as they are, for want of rights. */
    get foreign() {
        const names = this.props.state.foreign().map((card) => card.in_charge || card.name);
        return [...new Set(names)].join(", ");
    }
}
