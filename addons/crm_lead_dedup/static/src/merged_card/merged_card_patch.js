import {useEffect} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {patch} from "@web/core/utils/patch";
import {FormController} from "@web/views/form/form_controller";

const MODELS = ["crm.lead", "res.partner"];

// Whatever view class an add-on gives the forms of leads and contacts. In a dialog, as the merge
// opens its sources, a merged card is shown as it is, with its banner.
patch(FormController.prototype, {
    setup() {
        super.setup(...arguments);
        if (!MODELS.includes(this.props.resModel) || this.env.inDialog) {
            return;
        }
        this.notification = useService("notification");
        useEffect(
            (mergedId) => {
                if (mergedId) {
                    this.leadToSurvivor(mergedId);
                }
            },
            () => [this.model.root.data.merged_into_id && this.model.root.resId]
        );
    },

    /**
     * Show the card that stands for a merged one, and say so; who may not read it stays here.
     *
     * @param {number} mergedId of the merged card, as an old link or letter has it
     */
    async leadToSurvivor(mergedId) {
        const {resModel, resIds, data} = this.model.root;
        const name = data.display_name || data.name;
        const survivorId = await this.orm.call(resModel, "merged_survivor_id", [[mergedId]]);
        if (!survivorId || this.model.root.resId !== mergedId) {
            return;
        }
        const others = resIds.filter((id) => id !== survivorId);
        const shown = others.map((id) => (id === mergedId ? survivorId : id));
        await this.model.load({resId: survivorId, resIds: shown});
        this.notification.add(_t("%s was merged into this card.", name), {
            type: "info",
            buttons: [
                {
                    name: _t("Show the Merge"),
                    primary: true,
                    onClick: () => this.openMergeOf(resModel, mergedId),
                },
            ],
        });
    },

    /** The merge by which a card went: its sources can be opened there, and it can be undone. */
    async openMergeOf(resModel, mergedId) {
        await this.actionService.doAction(
            await this.orm.call(resModel, "action_open_merge", [[mergedId]])
        );
    },
});
