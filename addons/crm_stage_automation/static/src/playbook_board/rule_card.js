import {Component} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {_t} from "@web/core/l10n/translation";
import {StepCard} from "./step_card";

/** A rule with its steps in reading order. */
export class RuleCard extends Component {
    static template = "crm_stage_automation.RuleCard";
    static components = {Dropdown, DropdownItem, StepCard};
    static props = {
        rule: Object,
        stage: Number,
        board: Object,
        dates: {type: Object, optional: true},
    };

    get board() {
        return this.props.board;
    }

    get menuLabel() {
        return _t("Move: %s", this.props.rule.name);
    }

    get addLabel() {
        return _t("Add a step to %s", this.props.rule.name);
    }

    datesOf(step) {
        return this.props.dates?.[step.id];
    }

    get moves() {
        return this.board.ruleMoves(this.props.rule, this.props.stage);
    }
}
