import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

/** Which clusters are walked through, and in which order. */
export class ReviewFilters extends Component {
    static template = "crm_lead_dedup.ReviewFilters";
    static props = {session: Object};

    /** `[name, title, [[value, label], …]]` of each choice. */
    get choices() {
        const {teams} = this.props.session.options;
        const choices = [
            [
                "state",
                _t("Which"),
                [
                    ["open", _t("To review")],
                    ["skipped", _t("Put aside")],
                ],
            ],
            [
                "tier",
                _t("How certain"),
                [
                    ["", _t("Certain or not")],
                    ["automatic", _t("Certain")],
                    ["review", _t("To be judged")],
                ],
            ],
            [
                "kind",
                _t("Cards"),
                [
                    ["", _t("All cards")],
                    ["lead", _t("Leads")],
                    ["partner", _t("Customers")],
                    ["mixed", _t("Leads with customers")],
                ],
            ],
            [
                "min_probability",
                _t("From"),
                [
                    [0, _t("Any probability")],
                    ...[0.5, 0.7, 0.9, 0.99].map((value) => [
                        value,
                        _t("From %s %", Math.round(value * 100)),
                    ]),
                ],
            ],
            [
                "order",
                _t("Order"),
                [
                    ["certain", _t("Most certain first")],
                    ["newest", _t("Newest first")],
                    ["largest", _t("Largest first")],
                ],
            ],
        ];
        if (teams.length) {
            const options = teams.map((team) => [team.id, team.name]);
            choices.splice(3, 0, ["team_id", _t("Team"), [[0, _t("All teams")], ...options]]);
        }
        return choices;
    }

    isSelected(name, value) {
        return this.props.session.filters[name] === value;
    }

    change(name, event) {
        const {value} = event.target;
        // The next keys are for the cards, not for the choice.
        event.target.blur();
        const number = ["team_id", "min_probability"].includes(name);
        return this.props.session.setFilter(name, number ? Number(value) : value);
    }
}
