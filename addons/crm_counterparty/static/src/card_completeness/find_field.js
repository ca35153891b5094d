import {browser} from "@web/core/browser/browser";

const FOCUSABLE = "input, textarea, select, [contenteditable='true'], button, a[href], [tabindex]";
const HIDDEN_TABS = ".o_notebook_headers .nav-link:not(.active):not(.disabled)";

const nextFrame = () =>
    new Promise((resolve) => {
        browser.requestAnimationFrame(resolve);
    });

function visibleField(form, name) {
    const fields = form.querySelectorAll(`.o_field_widget[name="${CSS.escape(name)}"]`);
    return [...fields].find((field) => field.getClientRects().length);
}

async function fieldOnTabs(form, name) {
    const shown = [...form.querySelectorAll(".o_notebook_headers .nav-link.active")];
    for (const tab of form.querySelectorAll(HIDDEN_TABS)) {
        tab.click();
        // The page is drawn in the frame after the one that notices the click.
        await nextFrame();
        await nextFrame();
        const field = visibleField(form, name);
        if (field) {
            return field;
        }
    }
    shown.forEach((tab) => tab.click());
    return undefined;
}

/**
 * Bring the cursor into a field of a form, also when it is on a tab that is not shown.
 *
 * @param {HTMLElement} form
 * @param {String} name of the field
 * @returns {Promise<Boolean>} whether the form has the field
 */
export async function focusField(form, name) {
    const field = visibleField(form, name) || (await fieldOnTabs(form, name));
    if (!field) {
        return false;
    }
    field.scrollIntoView({block: "center"});
    (field.matches(FOCUSABLE) ? field : field.querySelector(FOCUSABLE))?.focus();
    return true;
}
