import {onMounted, onWillUnmount} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {formView} from "@web/views/form/form_view";

/** Sent by the server after each slice to who started the work. */
const EVENTS = {
    "crm.dedup.import": "crm_lead_dedup.import",
    "crm.dedup.job": "crm_lead_dedup.job",
};
const AT_WORK = ["checking", "importing", "waiting", "running"];
// For colleagues who look on, and for who has no connection to the bus.
export const LIVE_FORM_POLL = 5000;

/** A form of long work: it shows how far the work is without being loaded anew by hand. */
export class LiveFormController extends formView.Controller {
    setup() {
        super.setup();
        this.busService = useService("bus_service");
        const event = EVENTS[this.props.resModel];
        const onProgress = ({id}) => this.onProgress(id);
        onMounted(() => {
            this.busService.subscribe(event, onProgress);
            this.timer = browser.setInterval(() => this.poll(), LIVE_FORM_POLL);
        });
        onWillUnmount(() => {
            this.busService.unsubscribe(event, onProgress);
            browser.clearInterval(this.timer);
        });
    }

    async poll() {
        const {root} = this.model;
        if (AT_WORK.includes(root.data.state) && !document.hidden) {
            await this.onProgress(root.resId);
        }
    }

    /**
     * Show how far the work is, unless the user is just choosing something.
     *
     * @param {number} id of the record that went on
     */
    async onProgress(id) {
        const {root} = this.model;
        if (root.resId === id && !(await root.isDirty())) {
            await root.load();
        }
    }
}

registry.category("views").add("crm_dedup_live_form", {
    ...formView,
    Controller: LiveFormController,
});
