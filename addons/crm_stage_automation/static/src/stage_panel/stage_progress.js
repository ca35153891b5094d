import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** How much of what the next stage needs is there: on kanban cards. */
export class StageProgress extends Component {
    static template = "crm_stage_automation.StageProgress";
    static props = {...standardFieldProps};

    get progress() {
        return this.props.record.data[this.props.name];
    }

    get ratio() {
        return `${this.progress.met}/${this.progress.total}`;
    }

    get title() {
        return _t("To enter %(stage)s: %(met)s of %(total)s", this.progress);
    }
}

registry.category("fields").add("stage_progress", {
    component: StageProgress,
    supportedTypes: ["json"],
});
