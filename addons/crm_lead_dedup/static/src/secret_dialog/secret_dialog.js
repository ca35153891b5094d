import {Component} from "@odoo/owl";
import {CopyButton} from "@web/core/copy_button/copy_button";
import {Dialog} from "@web/core/dialog/dialog";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/** Shows a secret once. It is held by this window alone and gone when it closes. */
export class SecretDialog extends Component {
    static template = "crm_lead_dedup.SecretDialog";
    static components = {CopyButton, Dialog};
    static props = {title: String, secret: String, close: Function};

    get successText() {
        return _t("Copied");
    }
}

/**
 * Client action of a new secret: a window of its own, so that neither the breadcrumbs nor the
 * stored state of the web client ever hold the secret.
 */
function showSecret(env, action) {
    return new Promise((resolve) => {
        env.services.dialog.add(
            SecretDialog,
            {title: action.name || _t("New Secret"), secret: action.params.secret},
            {onClose: () => resolve({type: "ir.actions.act_window_close"})}
        );
    });
}

registry.category("actions").add("crm_lead_dedup.secret", showSecret);
