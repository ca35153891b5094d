import {markRaw} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {utils} from "@web/core/ui/ui_service";
import {session} from "@web/session";
import {onOrder, steer} from "./call_orders";
import {isNews, isWorthACard, phaseOf, TRACES} from "./call_phase";
import {announcement} from "./call_words";

/** How long a trace ("answered by ...") stays. */
export const TRACE_DELAY = 10000;
/** When an order that nobody took is asked after: the server gives it up after ten seconds. */
export const COMMAND_DELAY = 11000;
const DISMISSED = "crm_telephony_bridge.dismissed";
const REMEMBERED = 20;

/** The calls of this user that the browser knows of, newest first. */
export class CallDesk {
    constructor(services) {
        this.services = markRaw(services);
        this.cards = [];
        this.counter = 0;
        this.shown = false;
        this.announced = "";
        this.focusAsked = 0;
        this.canDial = Boolean(session.telephony?.can_dial);
        this.unfinished = session.telephony?.unfinished || 0;
    }

    // ------------------------------------------------------------------
    // What the server says
    // ------------------------------------------------------------------

    /** A call rings, goes on or ended. */
    onCall(payload) {
        if (this.isDismissed(payload.call_id)) {
            return;
        }
        let card = this.findCard(payload);
        if (!card) {
            if (!isWorthACard(payload)) {
                return;
            }
            card = this.addCard({call: null, command: null});
        }
        if (!isNews(card, payload)) {
            return;
        }
        const before = card.call;
        card.call = {...before, ...payload};
        this.countUnfinished(before?.finish, card.call.finish);
        if (!before) {
            this.loadCard(card);
        }
        this.enter(card);
    }

    /** What became of an order to dial. */
    onCommand(payload) {
        const card = this.cards.find((one) => one.command?.command_id === payload.command_id);
        if (card) {
            Object.assign(card.command, payload);
            this.enter(card);
        } else {
            onOrder(this.cards, payload);
        }
    }

    /** Somebody finished the call, here or in a list. */
    onFinished({call_id, unfinished}) {
        this.unfinished = unfinished;
        const card = this.findCard({call_id});
        if (card) {
            this.drop(card);
        }
    }

    findCard({call_id, command_id}) {
        return this.cards.find(
            (card) =>
                card.call?.call_id === call_id ||
                (command_id && card.command?.command_id === command_id)
        );
    }

    addCard(values) {
        const key = String(++this.counter);
        const state = {
            folded: false,
            away: false,
            held: false,
            failed: false,
            phase: "",
            order: null,
            told: undefined,
        };
        this.cards.unshift({key, ...state, ...values});
        return this.bringForward(this.cards[0]);
    }

    /** On a small screen there is room for one: the others fold. */
    bringForward(card) {
        if (utils.isSmall()) {
            for (const other of this.cards) {
                other.folded = other.key !== card.key;
            }
        }
        return card;
    }

    /** Live calls and those just ended: after a reload, and when the connection was lost. */
    async load() {
        const {cards, unfinished} = await this.call("open_cards", []);
        this.unfinished = unfinished;
        const open = new Set(cards.map((payload) => payload.call_id));
        for (const card of this.cards.filter((one) => one.call && !open.has(one.call.call_id))) {
            this.drop(card);
        }
        for (const payload of cards) {
            this.onCall(payload);
        }
    }

    /** Who it is: asked for by the user who is called, so that he sees what he may see. */
    async loadCard(card) {
        card.failed = false;
        try {
            const payload = await this.call("call_card", [card.call.call_id]);
            if (isNews(card, payload)) {
                card.call = {...card.call, ...payload};
            } else {
                const {people, head, note, results} = payload;
                card.call = {...card.call, people, head, note, results};
            }
            this.enter(card);
        } catch {
            card.failed = true;
        }
    }

    call(method, args) {
        return this.services.orm.silent.call("telephony.call", method, args);
    }

    // ------------------------------------------------------------------
    // What the card does with it
    // ------------------------------------------------------------------

    /** Take over what was said; act when the phase changed. */
    enter(card) {
        const phase = phaseOf(card);
        const changed = phase !== card.phase;
        card.phase = phase;
        this.announce(card, changed);
        if (!changed) {
            return;
        }
        if (phase === "ringing") {
            this.services.ring(card);
        } else if (phase === "talking") {
            this.bringForward(card);
        } else if (TRACES.has(phase)) {
            this.dropLater(card);
        }
    }

    /** Tell a screen reader; once more when the number got a name. */
    announce(card, changed) {
        const name = card.call?.people?.[0]?.name;
        if (changed || (card.phase === "ringing" && name !== card.told)) {
            card.told = name;
            this.announced = announcement(card.phase, card);
        }
    }

    countUnfinished(before, now) {
        if (now === "required" && before !== "required" && before !== undefined) {
            this.unfinished++;
        }
    }

    dropLater(card) {
        browser.setTimeout(() => {
            if (card.held) {
                this.dropLater(card);
            } else if (TRACES.has(card.phase)) {
                this.drop(card);
            }
        }, TRACE_DELAY);
    }

    drop(card) {
        this.cards = this.cards.filter((one) => one.key !== card.key);
    }

    /** The user sends the card away, in all tabs. */
    dismiss(card) {
        this.drop(card);
        if (card.call) {
            const {shared} = this.services;
            const dismissed = [card.call.call_id, ...this.dismissed].slice(0, REMEMBERED);
            shared.setSharedValue(DISMISSED, dismissed);
        }
    }

    onShared({detail}) {
        if (detail.key === DISMISSED) {
            this.cards = this.cards.filter((one) => !this.isDismissed(one.call?.call_id));
        }
    }

    get dismissed() {
        return this.services.shared.getSharedValue(DISMISSED, []);
    }

    isDismissed(callId) {
        return this.dismissed.includes(callId);
    }

    focus() {
        if (this.cards.length) {
            this.cards[0].folded = false;
            this.focusAsked++;
        }
    }

    // ------------------------------------------------------------------
    // Click-to-call
    // ------------------------------------------------------------------

    /** Let my phone ring, then the customer's. */
    async dial(number, resModel, resId) {
        const command = {command_id: null, state: "queued", reason: "", number, name: ""};
        const card = this.addCard({call: null, command});
        this.enter(card);
        try {
            const args = [number, resModel || false, resId || false];
            const answer = await this.services.orm.silent.call("res.users", "telephony_call", args);
            const known = this.cards.find(
                (one) => one !== card && one.command?.command_id === answer.command_id
            );
            if (known && answer.command_id) {
                this.drop(card);
                return;
            }
            Object.assign(card.command, answer);
        } catch (error) {
            const reason = error.data?.message || "";
            Object.assign(card.command, {state: "failed", reason});
        }
        this.enter(card);
        this.askLater(card);
    }

    /** Hang up, transfer, pause the recording of a call one speaks in. */
    steer(card, kind, extensionId) {
        return steer(this, card, kind, {extensionId, delay: COMMAND_DELAY});
    }

    /** Nobody may have taken the order, or died with it: the server says so when asked. */
    askLater(card) {
        browser.setTimeout(async () => {
            if (card.phase !== "queued") {
                return;
            }
            const args = [card.command.command_id];
            const {orm} = this.services;
            this.onCommand(await orm.silent.call("res.users", "telephony_call_state", args));
            this.askLater(card);
        }, COMMAND_DELAY);
    }
}
