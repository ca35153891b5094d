import {patch} from "@web/core/utils/patch";
import {KanbanController} from "@web/views/kanban/kanban_controller";
import {ListController} from "@web/views/list/list_controller";
import {useLivePipeline} from "./live_pipeline_hook";

// Every list and kanban of leads, whatever view class an add-on gives it.
const livePipeline = () => ({
    setup() {
        super.setup(...arguments);
        if (this.props.resModel === "crm.lead") {
            useLivePipeline(this);
        }
    },
});

patch(KanbanController.prototype, livePipeline());
patch(ListController.prototype, livePipeline());
