import {ImportAction} from "@base_import/import_action/import_action";
import {_t} from "@web/core/l10n/translation";
import {patch} from "@web/core/utils/patch";

const CHECKED_MODELS = ["crm.lead", "res.partner"];

patch(ImportAction.prototype, {
    get canCheckDuplicates() {
        return CHECKED_MODELS.includes(this.resModel);
    },

    /**
     * Hand the file over to the check; its form tells the progress and takes the decisions.
     */
    async checkDuplicates() {
        const {model} = this;
        const paths = model.columns.map(
            (column) => Boolean(column.fieldInfo) && column.fieldInfo.fieldPath
        );
        model.importMessages = [];
        model.block(_t("Reading the file"));
        let result;
        try {
            result = await model.orm.call("base_import.import", "check_duplicates", [
                model.id,
                paths,
                model.formattedImportOptions,
            ]);
        } finally {
            model.unblock();
        }
        if (result.messages?.length) {
            model._handleImportErrors(result.messages, []);
        } else {
            await this.actionService.doAction(result.action);
        }
    },
});
