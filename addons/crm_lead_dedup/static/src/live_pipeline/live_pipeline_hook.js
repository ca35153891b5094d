import {onMounted, onWillUnmount} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";

/** Sent by the server to those who may see the cards that a request made or touched. */
export const LIVE_EVENT = "crm_lead_dedup.request";
// A burst of requests is one reload.
export const LIVE_DELAY = 300;
// How often to look again whether the user has finished what a reload would disturb.
export const LIVE_RETRY = 1000;
// Popovers hold what somebody is typing or choosing; a mere tooltip does not.
const DISTURBED =
    ".o_dragged, .o_kanban_quick_create, .o_popover:not(:has(.o-tooltip)), .o-dropdown--menu";

/** What is scrolled in a view, with its position, in the order of the document. */
function readScroll(root) {
    const elements = [root, ...root.querySelectorAll(".o_renderer, .o_content, .o_kanban_group")];
    return elements.map((element) => [element.scrollTop, element.scrollLeft]);
}

function restoreScroll(root, positions) {
    const elements = [root, ...root.querySelectorAll(".o_renderer, .o_content, .o_kanban_group")];
    elements.forEach((element, index) => {
        const [top, left] = positions[index] || [0, 0];
        element.scrollTop = top;
        element.scrollLeft = left;
    });
}

/** Whether a reload would take something out of the user's hands. */
function isBusy(controller) {
    const {root, isReady} = controller.model;
    return (
        !isReady ||
        document.hidden ||
        Boolean(root.editedRecord) ||
        Boolean(root.selection?.length) ||
        Boolean(controller.quickCreateState?.groupId) ||
        Boolean(document.querySelector(DISTURBED))
    );
}

/** Load the view anew with its filters, groups, folded columns, pages and scroll. */
async function reload(controller) {
    const {model} = controller;
    if (model.useSampleModel) {
        // Sample records were shown for want of real ones: start as after a search.
        controller.env.searchModel.trigger("update");
        return;
    }
    const element = controller.rootRef.el;
    const positions = element ? readScroll(element) : [];
    await model.load();
    browser.requestAnimationFrame(() => {
        if (controller.rootRef.el) {
            restoreScroll(controller.rootRef.el, positions);
        }
    });
}

/**
 * Keep an open list or kanban of leads up to date with the requests that come in.
 *
 * Waits while the user edits, drags, creates, selects or looks elsewhere, and reloads afterwards.
 *
 * @param {Object} controller kanban or list controller, in its setup
 */
export function useLivePipeline(controller) {
    const bus = controller.env.services.bus_service;
    if (!bus) {
        return;
    }
    let timer = null;
    let alive = false;
    const schedule = (delay) => {
        if (alive && timer === null) {
            timer = browser.setTimeout(run, delay);
        }
    };
    const onRequest = () => schedule(LIVE_DELAY);
    const onVisible = () => {
        if (timer !== null && !document.hidden) {
            browser.clearTimeout(timer);
            timer = null;
            schedule(LIVE_DELAY);
        }
    };
    async function run() {
        if (isBusy(controller)) {
            timer = null;
            schedule(LIVE_RETRY);
            return;
        }
        // What arrives while loading asks for another load.
        timer = null;
        await reload(controller);
    }
    onMounted(() => {
        alive = true;
        bus.subscribe(LIVE_EVENT, onRequest);
        document.addEventListener("visibilitychange", onVisible);
    });
    onWillUnmount(() => {
        alive = false;
        bus.unsubscribe(LIVE_EVENT, onRequest);
        document.removeEventListener("visibilitychange", onVisible);
        browser.clearTimeout(timer);
    });
}
