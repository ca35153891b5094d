import {onMounted, onWillUnmount} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {formView} from "@web/views/form/form_view";

/** Sent by the server after each slice to who brought the file. */
export const IMPORT_EVENT = "crm_lead_dedup.import";

export class ImportFormController extends formView.Controller {
    setup() {
        super.setup();
        this.busService = useService("bus_service");
        const onProgress = ({id}) => this.onProgress(id);
        onMounted(() => this.busService.subscribe(IMPORT_EVENT, onProgress));
        onWillUnmount(() => this.busService.unsubscribe(IMPORT_EVENT, onProgress));
    }

    /**
     * Show how far the import is, unless the user is just choosing something.
     *
     * @param {number} id of the import that went on
     */
    async onProgress(id) {
        const {root} = this.model;
        if (root.resId === id && !(await root.isDirty())) {
            await root.load();
        }
    }
}

registry.category("views").add("crm_dedup_import_form", {
    ...formView,
    Controller: ImportFormController,
});
