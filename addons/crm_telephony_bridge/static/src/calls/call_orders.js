import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";

const UNDER_WAY = new Set(["queued", "taken"]);

/** What the card says of an order on its way, and of one that failed. */
export function orderText({kind, state, reason}) {
    const words = {
        hangup: [_t("Hanging up…"), _t("Could not hang up: %s", reason)],
        transfer: [_t("Transferring…"), _t("Could not transfer: %s", reason)],
        pause: [_t("Pausing the recording…"), _t("The recording goes on: %s", reason)],
        resume: [_t("Going on recording…"), _t("Still not recording: %s", reason)],
    };
    if (UNDER_WAY.has(state)) {
        return words[kind][0];
    }
    return state === "failed" ? words[kind][1] : "";
}

export const isUnderWay = (order) => Boolean(order) && UNDER_WAY.has(order.state);

/** Order something for the call of a card: nothing is shown as done before the PBX says so. */
export async function steer(desk, card, kind, {extensionId = false, delay}) {
    if (isUnderWay(card.order)) {
        return;
    }
    card.order = {command_id: false, kind, state: "queued", reason: ""};
    const {order} = card;
    try {
        const answer = await desk.call("card_steer", [card.call.call_id, kind, extensionId]);
        // What became of it may be told before the answer is here.
        if (order.state === "queued") {
            take(card, order, answer);
        }
    } catch (error) {
        Object.assign(order, {state: "failed", reason: error.data?.message || error.message});
    }
    askLater(desk, order, delay);
}

function take(card, order, payload) {
    Object.assign(order, payload);
    if (payload.paused !== undefined && card.call) {
        card.call.paused = payload.paused;
    }
}

/** What became of an order, also of one that was given in another tab. */
export function onOrder(cards, payload) {
    const card = cards.find((one) => one.call && one.call.call_id === payload.call_id);
    if (!card) {
        return;
    }
    const {order} = card;
    const isThis = order && (order.command_id || payload.command_id) === payload.command_id;
    take(card, isThis && order.kind === payload.kind ? order : {}, payload);
}

function askLater(desk, order, delay) {
    browser.setTimeout(async () => {
        if (!isUnderWay(order) || !order.command_id) {
            return;
        }
        const args = [order.command_id];
        desk.onCommand(
            await desk.services.orm.silent.call("res.users", "telephony_call_state", args)
        );
        askLater(desk, order, delay);
    }, delay);
}
