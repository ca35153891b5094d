import {Component, onWillStart, useState} from "@odoo/owl";
import {CheckBox} from "@web/core/checkbox/checkbox";
import {Dialog} from "@web/core/dialog/dialog";
import {useService} from "@web/core/utils/hooks";
import {JobBar} from "./job_bar";
import {percent} from "../dedup_explain/figures";

/** What accepting the automatic tier will do, line by line; then the work, and its result. */
export class BulkDialog extends Component {
    static template = "crm_lead_dedup.BulkDialog";
    static components = {CheckBox, Dialog, JobBar};
    static props = {session: Object, onEnd: Function, close: Function};

    setup() {
        this.action = useService("action");
        this.percent = percent;
        this.state = useState({lines: [], total: 0, excluded: {}, job: null, busy: true});
        onWillStart(() => this.load());
    }

    async load() {
        this.state.busy = true;
        const {lines, total} = await this.props.session.bulkList(this.state.lines.length);
        this.state.lines.push(...lines);
        this.state.total = total;
        this.state.busy = false;
    }

    get excludedIds() {
        const {excluded} = this.state;
        return Object.keys(excluded)
            .filter((id) => excluded[id])
            .map(Number);
    }

    get blocked() {
        return this.state.lines.filter((line) => line.blocker).length;
    }

    /** Lines not loaded yet are accepted too, and said to be. */
    get accepted() {
        return this.state.total - this.excludedIds.length - this.blocked;
    }

    toggle(line, ticked) {
        this.state.excluded[line.id] = !ticked;
    }

    toggleAll(ticked) {
        for (const line of this.state.lines) {
            this.toggle(line, ticked);
        }
    }

    async start() {
        this.state.busy = true;
        this.state.job = await this.props.session.bulkStart(this.excludedIds);
    }

    onJobEnd(job) {
        this.state.job = job;
        this.props.onEnd();
    }

    showMerges() {
        this.props.close();
        return this.action.doAction(this.state.job.result_action);
    }
}
