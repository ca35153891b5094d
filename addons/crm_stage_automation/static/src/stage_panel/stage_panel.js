import {Component, markup, toRaw, useEffect, useRef, useState} from "@odoo/owl";
import {Mutex} from "@web/core/utils/concurrency";
import {StageItem} from "./stage_item";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useRecordObserver} from "@web/model/relational_model/utils";
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
        this.state = useState({panel: false, refusals: 0, thread: null});
        useRecordObserver((record, {name}) => {
            // What was ticked here is newer than the record until that is read again.
            const read = toRaw(record.data[name]);
            if (read !== this.read) {
                this.read = read;
                this.state.panel = read;
            }
            this.state.thread = this.threadOf(record);
        });
        this.followActivities();
    }

    threadOf({resId}) {
        return resId ? this.store.Thread.insert({model: "crm.lead", id: resId}) : null;
    }

    get openActivities() {
        return (this.state.thread?.activities || []).map(({id}) => id);
    }

    /** An activity that the chatter shows no more may have been done. */
    followActivities() {
        let known = {};
        useEffect(
            () => {
                const {resId} = this.props.record;
                const open = this.openActivities;
                const ended = known.open?.some((id) => !open.includes(id));
                if (ended && known.resId === resId && this.state.panel) {
                    this.refresh("read_stage_panel");
                }
                known = {resId, open};
            },
            () => [this.props.record.resId, this.openActivities.join()]
        );
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
        this.state.thread.fetchThreadData(["activities", "messages"]);
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
