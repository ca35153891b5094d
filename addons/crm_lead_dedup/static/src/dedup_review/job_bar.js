import {Component, onMounted, onWillUnmount, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

export const JOB_EVENT = "crm_lead_dedup.job";
// The bus tells at once; this is for who has no connection to it.
export const JOB_POLL = 5000;
const RUNNING = ["waiting", "running"];

/** Time left as one says it. */
export function timeLeft(seconds) {
    if (seconds === false || seconds === undefined || seconds === null) {
        return "";
    }
    if (seconds < 60) {
        return _t("less than a minute left");
    }
    const minutes = Math.round(seconds / 60);
    return minutes < 60
        ? _t("about %s min left", minutes)
        : _t("about %s h left", Math.round(minutes / 6) / 10);
}

/** Progress of a long piece of work, with a way to stop it and to go on with it. */
export class JobBar extends Component {
    static template = "crm_lead_dedup.JobBar";
    static props = {job: Object, onEnd: {type: Function, optional: true}};

    setup() {
        this.orm = useService("orm");
        this.bus = useService("bus_service");
        this.state = useState({job: this.props.job});
        const listener = (payload) => this.receive(payload);
        onMounted(() => {
            this.bus.subscribe(JOB_EVENT, listener);
            this.timer = browser.setInterval(() => this.poll(), JOB_POLL);
        });
        onWillUnmount(() => {
            this.bus.unsubscribe(JOB_EVENT, listener);
            browser.clearInterval(this.timer);
        });
    }

    get job() {
        return this.state.job;
    }

    get isRunning() {
        return RUNNING.includes(this.job.state);
    }

    get percent() {
        return Math.round(this.job.progress);
    }

    get figures() {
        const {kind, done, total} = this.job;
        return kind === "accept" ? _t("%(done)s of %(total)s", {done, total}) : `${this.percent} %`;
    }

    get left() {
        return this.isRunning ? timeLeft(this.job.seconds_left) : "";
    }

    receive(job) {
        if (job.id !== this.job.id) {
            return;
        }
        const ended = this.isRunning && !RUNNING.includes(job.state);
        Object.assign(this.state.job, job);
        if (ended) {
            this.props.onEnd?.(this.state.job);
        }
    }

    async poll() {
        if (this.isRunning && !document.hidden) {
            this.receive(
                await this.orm.silent.call("crm.dedup.job", "review_state", [this.job.id])
            );
        }
    }

    async press(button) {
        this.receive(await this.orm.call("crm.dedup.job", "review_press", [[this.job.id], button]));
    }
}
