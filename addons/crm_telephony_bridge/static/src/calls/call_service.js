import {reactive} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {session} from "@web/session";
import {CallDesk} from "./call_desk";
import {CallStack} from "./call_stack";
import {caller, title} from "./call_words";
import {ShownTab} from "./shown_tab";

/** A word of the system's own when the user looks at another program and has allowed it. */
function ring(card) {
    if (browser.Notification?.permission !== "granted" || document.hasFocus()) {
        return;
    }
    const options = {body: caller(card), tag: `telephony-${card.call.call_id}`};
    const notification = new browser.Notification(title("ringing", card), options);
    notification.addEventListener("click", () => {
        window.focus();
        notification.close();
    });
}

/**
 * Cards of the calls that ring on the user's phone, and click-to-call.
 *
 * Everything of a call comes by the bus in any order and any number of times, for every tab.
 */
export const callService = {
    dependencies: ["bus_service", "hotkey", "legacy_multi_tab", "multi_tab", "orm"],

    start(env, {bus_service: bus, hotkey, legacy_multi_tab: shared, multi_tab: multiTab, orm}) {
        const desk = reactive(
            new CallDesk({orm, shared, ring: (card) => desk.shown && ring(card)})
        );
        const tab = new ShownTab(shared, multiTab, (shown) => {
            desk.shown = shown;
        });
        tab.start();
        shared.bus.addEventListener("shared_value_updated", (ev) => desk.onShared(ev));
        bus.subscribe("crm_telephony_bridge.call", (payload) => desk.onCall(payload));
        bus.subscribe("crm_telephony_bridge.command", (payload) => desk.onCommand(payload));
        bus.subscribe("crm_telephony_bridge.finished", (payload) => desk.onFinished(payload));
        bus.addEventListener("BUS:RECONNECT", () => desk.canDial && desk.load());
        bus.start();
        if (session.telephony) {
            desk.load().catch(() => {}); // The bus tells of the next call all the same.
        }
        hotkey.add("alt+shift+p", () => desk.focus(), {
            global: true,
            bypassEditableProtection: true,
        });
        registry
            .category("main_components")
            .add("crm_telephony_bridge.CallStack", {Component: CallStack, props: {}});
        return desk;
    },
};

registry.category("services").add("crm_telephony", callService);
