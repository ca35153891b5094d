import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

const KINDS = {
    lead: _t("Lead"),
    opportunity: _t("Opportunity"),
    won: _t("Won"),
    lost: _t("Lost"),
    archived: _t("Archived"),
    customer: _t("Customer"),
    contact: _t("Contact"),
};
const BUTTONS = {
    link: [_t("Link"), _t("Link the lead to this customer")],
    attach: [_t("Add to this card"), _t("Put what you typed there instead of making a new card")],
    works_at: [_t("Works there"), _t("Make this person a contact of the company")],
    explain: [_t("Why?"), _t("How the probability comes about")],
    dismiss: [_t("Not the same"), _t("Do not propose this card here again")],
};
// From which probability on a match is called so, with the colour of its bar.
const CHANCES = [
    [0.99, _t("almost certain"), "bg-danger"],
    [0.9, _t("very likely"), "bg-danger"],
    [0.7, _t("likely"), "bg-warning"],
    [0, _t("possible"), "bg-info"],
];

/** One card that may be the same: what it is, how likely and why, and what can be done. */
export class DedupMatch extends Component {
    static template = "crm_lead_dedup.DedupMatch";
    static props = {match: Object, actions: Object};

    get match() {
        return this.props.match;
    }

    get url() {
        return `/odoo/${this.match.model}/${this.match.id}`;
    }

    get kind() {
        return KINDS[this.match.kind];
    }

    get percent() {
        return Math.min(99, Math.round(this.match.probability * 100));
    }

    get isRelated() {
        return this.match.relation === "related";
    }

    get chance() {
        const [, words, color] = CHANCES.find(([from]) => this.match.probability >= from);
        return {words, color};
    }

    get buttons() {
        const names = [...this.match.can, ...(this.match.readable ? ["explain"] : [])];
        return names
            .filter((name) => name in BUTTONS && this.props.actions[name])
            .map((name) => ({name, label: BUTTONS[name][0], title: BUTTONS[name][1]}));
    }
}
