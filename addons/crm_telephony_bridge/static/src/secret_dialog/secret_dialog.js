import {Component} from "@odoo/owl";
import {CopyButton} from "@web/core/copy_button/copy_button";
import {Dialog} from "@web/core/dialog/dialog";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/** Shows a secret once, with what else is to be copied beside it. Held by this window alone. */
export class TelephonySecretDialog extends Component {
    static template = "crm_telephony_bridge.SecretDialog";
    static components = {CopyButton, Dialog};
    static props = {title: String, lines: Array, hint: String, close: Function};

    get successText() {
        return _t("Copied");
    }
}

/**
 * Client action of a new secret: a window of its own, so that neither the breadcrumbs nor the
 * stored state of the web client ever hold the secret.
 */
function showSecret(env, action) {
    const {lines, hint} = action.params;
    return new Promise((resolve) => {
        env.services.dialog.add(
            TelephonySecretDialog,
            {title: action.name || _t("New Secret"), lines, hint: hint || ""},
            {onClose: () => resolve(action.params.next)}
        );
    });
}

registry.category("actions").add("crm_telephony_bridge.secret", showSecret);
