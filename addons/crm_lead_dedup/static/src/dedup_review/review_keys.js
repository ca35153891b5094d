import {onMounted, onWillUnmount} from "@odoo/owl";
import {Component} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {_t} from "@web/core/l10n/translation";

const TYPING =
    "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable=true]";

/** Keys of the review, as shown by "?"; several on a line do the same. */
export const KEYS = [
    {keys: ["←", "→"], label: _t("From card to card")},
    {keys: ["↑", "↓"], label: _t("From field to field")},
    {keys: ["Space"], label: _t("Keep the value under the cursor")},
    {keys: ["1 – 8"], label: _t("Keep this card; the others go into it")},
    {keys: ["X"], label: _t("This card is somebody else, or not any more")},
    {keys: ["M", "Enter"], label: _t("Merge")},
    {keys: ["L"], label: _t("Link the leads to the customer, merge nothing")},
    {keys: ["N"], label: _t("None of them are the same")},
    {keys: ["S"], label: _t("Later")},
    {keys: ["Z", "Ctrl + Z"], label: _t("Undo the last decision")},
    {keys: ["D"], label: _t("All fields, or only those that differ")},
    {keys: ["O"], label: _t("Open the card")},
    {keys: ["?"], label: _t("These keys")},
];

/**
 * The name of a pressed key: a Latin letter, also when the keyboard is Cyrillic or Chinese.
 *
 * @returns {string} "m", "arrowleft", "3", "?", …
 */
export function keyName(event) {
    const key = event.key.toLowerCase();
    if (key === "?" || (event.shiftKey && event.code === "Slash")) {
        return "?";
    }
    if (/^[ -~]$/.test(key) || key.length > 1) {
        return key;
    }
    const [, letter] = /^Key([A-Z])$/.exec(event.code) || [];
    return (letter || key).toLowerCase();
}

/** Whether a key belongs to something else: a text being typed, a menu, a button with the focus. */
function isTaken(event, name) {
    const {target} = event;
    if (target.closest?.(TYPING) || target.closest?.(".o-dropdown--menu")) {
        return true;
    }
    const pressed = target.closest?.("button, a, input, summary, [role=button]");
    return Boolean(pressed) && ["enter", " "].includes(name) && !pressed.matches(".o_dedup_cell");
}

/**
 * Listen to the keys of a screen while it is the active one.
 *
 * @param {Object} ui service
 * @param {Object} ref of the screen's root
 * @param {Function} onKey gets the key's name; true says that it was used
 */
export function useReviewKeys(ui, ref, onKey) {
    const listener = (event) => {
        const undo = event.ctrlKey || event.metaKey;
        const name = keyName(event);
        if (event.altKey || (undo && (name !== "z" || event.shiftKey)) || isTaken(event, name)) {
            return;
        }
        if (ref.el && ui.activeElement.contains(ref.el) && onKey(name)) {
            event.preventDefault();
            event.stopPropagation();
        }
    };
    onMounted(() => document.addEventListener("keydown", listener));
    onWillUnmount(() => document.removeEventListener("keydown", listener));
}

/** The list of keys. */
export class KeysDialog extends Component {
    static template = "crm_lead_dedup.KeysDialog";
    static components = {Dialog};
    static props = {close: Function};

    setup() {
        this.keys = KEYS;
    }
}
