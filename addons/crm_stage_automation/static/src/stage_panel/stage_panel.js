import {Component, markup, onWillUpdateProps, useRef, useState} from "@odoo/owl";
import {Mutex} from "@web/core/utils/concurrency";
import {StageItem} from "./stage_item";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";

/** The script of the stage, and the checklists of the stages that follow. */
export class StagePanel extends Component {
    static template = "crm_stage_automation.StagePanel";
    static components = {StageItem};
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.store = useService("mail.store");
        this.notification = useService("notification");
        this.root = useRef("root");
        this.mutex = new Mutex();
        this.read = this.props.record.data[this.props.name];
        this.state = useState({panel: this.read, refusals: 0});
        onWillUpdateProps(({record, name}) => {
            // What was ticked here is newer than the record until that is read again.
            if (record.data[name] !== this.read) {
                this.read = record.data[name];
                this.state.panel = this.read;
            }
        });
    }

    get script() {
        return markup(this.state.panel.script);
    }

    get scriptTitle() {
        return _t("Script: %s", this.state.panel.stage);
    }

    titleOf({stage}) {
        return _t("To enter %s", stage);
    }

    progressOf({met, total}) {
        return _t("%(met)s of %(total)s", {met, total});
    }

    /** Written at once; what else was changed on the form stays as it is. */
    tick(item, isTicked) {
        return this.refresh("tick_requirement", item.id, isTicked);
    }

    async schedule(item) {
        const type = item.activity_type || undefined;
        await this.store.scheduleActivity("crm.lead", [this.props.record.resId], type);
        await this.refresh("read_stage_panel");
    }

    fill(item) {
        const form = this.root.el.closest(".o_form_renderer");
        const name = CSS.escape(item.field);
        const fields = [...form.querySelectorAll(`.o_field_widget[name="${name}"]`)];
        const shown = fields.find((field) => field.getClientRects().length);
        if (!shown) {
            this.notification.add(_t("“%s” is on another tab of this form.", item.label), {
                type: "info",
            });
            return;
        }
        shown.scrollIntoView({block: "center"});
        shown.querySelector("input, textarea, select, [contenteditable='true']")?.focus();
    }

    /** Show what the method answers; one after the other, as they were clicked. */
    refresh(method, ...args) {
        const {resId} = this.props.record;
        return this.mutex.exec(async () => {
            try {
                this.state.panel = await this.orm.call("crm.lead", method, [[resId], ...args]);
            } catch (error) {
                // A box that was clicked in vain is drawn anew, as it was.
                this.state.refusals++;
                throw error;
            }
        });
    }
}

registry.category("fields").add("stage_panel", {
    component: StagePanel,
    supportedTypes: ["json"],
});
