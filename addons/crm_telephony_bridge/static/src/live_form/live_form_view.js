import {onWillUnmount, useEffect} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {formView} from "@web/views/form/form_view";

export const INTERVAL = 2000;

/** A form that follows what the server does with its record, as long as it is "running". */
export class LiveFormController extends formView.Controller {
    setup() {
        super.setup();
        this.timer = null;
        useEffect(
            (running) => {
                this.follow(running);
            },
            () => [this.model.root.data.state === "running" && this.model.root.resId]
        );
        onWillUnmount(() => browser.clearInterval(this.timer));
    }

    follow(running) {
        browser.clearInterval(this.timer);
        if (running) {
            this.timer = browser.setInterval(() => this.look(), INTERVAL);
        }
    }

    /** What somebody is typing is not thrown away. */
    async look() {
        if (!(await this.model.root.isDirty())) {
            await this.model.root.load();
        }
    }
}

registry.category("views").add("telephony_live_form", {
    ...formView,
    Controller: LiveFormController,
});
