import {Component, useEffect, useRef, useState} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {SelectCreateDialog} from "@web/views/view_dialogs/select_create_dialog";
import {STEPS, TRACES} from "../calls/call_phase";
import {caller, numberOf, title} from "../calls/call_words";
import {CallFinish} from "./call_finish";
import {CallHead} from "./call_head";
import {CallSteer} from "./call_steer";
import {CallTimer} from "./call_timer";

const ICONS = {
    failed: "fa-exclamation-triangle",
    finish: "fa-pencil-square-o",
    talking: "fa-volume-control-phone",
};
const RUNNING = new Set(["ringing", "customer_ringing", "talking"]);
const WORTH_CALLING = new Set(["missed", "unreached", "failed"]);

/** The card of one call: never takes the focus, always reachable by keyboard. */
export class CallCard extends Component {
    static template = "crm_telephony_bridge.CallCard";
    static components = {CallFinish, CallHead, CallSteer, CallTimer, Dropdown, DropdownItem};
    static props = {card: Object};

    setup() {
        this.desk = useState(useService("crm_telephony"));
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.orm = useService("orm");
        this.root = useRef("root");
        this.note = useRef("note");
        this.state = useState({noting: false, saved: false, name: "", busy: false});
        // Only what the user asked for takes the focus.
        useEffect(
            (noting) => {
                if (noting) {
                    this.note.el?.focus();
                }
            },
            () => [this.state.noting]
        );
    }

    get card() {
        return this.props.card;
    }

    get call() {
        return this.card.call;
    }

    get phase() {
        return this.card.phase;
    }

    get people() {
        return this.call?.people || [];
    }

    /** Whom the buttons are about. */
    get owner() {
        return this.people.find((person) => person.readable);
    }

    get title() {
        return title(this.phase, this.card);
    }

    get caller() {
        return caller(this.card);
    }

    get number() {
        return numberOf(this.card);
    }

    get icon() {
        return ICONS[this.phase] || "fa-phone";
    }

    get isTrace() {
        return TRACES.has(this.phase);
    }

    get canFinish() {
        return this.phase === "finish" && this.call.results;
    }

    /** Whether there is somebody to do something with while the call is on. */
    get isWorkable() {
        return Boolean(this.call?.people) && this.phase !== "finish" && !this.isTrace;
    }

    /** Whether it is one's own call that goes on, at an exchange that takes orders. */
    get canSteer() {
        const {call, phase} = this;
        const calling = call?.direction === "outgoing" && RUNNING.has(phase);
        return Boolean(call?.can_steer && call.mine) && (phase === "talking" || calling);
    }

    /** How far an ordered call is. */
    get steps() {
        if (!this.card.command || !STEPS.includes(this.phase)) {
            return [];
        }
        const at = STEPS.indexOf(this.phase);
        return [_t("Your phone"), _t("Customer's phone"), _t("Talking")].map((label, index) => ({
            label,
            done: index + 1 < at,
            now: index + 1 === at,
        }));
    }

    get canCallBack() {
        return WORTH_CALLING.has(this.phase) && this.desk.canDial;
    }

    get timer() {
        const {answered, started, since} = this.call || {};
        const from = (this.phase === "talking" && answered) || started;
        return RUNNING.has(this.phase) && from && since ? {from, since} : null;
    }

    // ------------------------------------------------------------------
    // Keyboard and folding
    // ------------------------------------------------------------------

    onKeydown(ev) {
        if (ev.key === "Escape" && !this.card.folded) {
            ev.stopPropagation();
            ev.preventDefault();
            this.card.folded = true;
            this.root.el.focus();
        }
    }

    toggle() {
        this.card.folded = !this.card.folded;
    }

    /** Out of the way of the dialog that was opened from here. */
    step(aside) {
        this.card.away = aside;
    }

    /** A card that is being read does not go away by itself. */
    hold(held) {
        this.card.held = held;
    }

    // ------------------------------------------------------------------
    // Buttons
    // ------------------------------------------------------------------

    /** Open a card in the page; its form asks for itself what to do with changes. */
    open(resModel, resId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: resModel,
            res_id: resId,
            views: [[false, "form"]],
            target: "current",
        });
    }

    server(method, args) {
        return this.orm.call("telephony.call", method, [this.call.call_id, ...args]);
    }

    /** One click is one lead: a second one while the first works does nothing. */
    async create() {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            const action = await this.server("card_create", [this.state.name]);
            await this.desk.loadCard(this.card);
            await this.action.doAction(action);
        } finally {
            this.state.busy = false;
        }
    }

    attach(resModel) {
        this.step(true);
        const isLead = resModel === "crm.lead";
        const props = {
            resModel,
            title: isLead ? _t("Attach to a lead or opportunity") : _t("Attach to a contact"),
            multiSelect: false,
            noCreate: true,
            onSelected: async ([resId]) => {
                await this.server("card_attach", [resModel, resId]);
                await this.desk.loadCard(this.card);
            },
        };
        this.dialog.add(SelectCreateDialog, props, {onClose: () => this.step(false)});
    }

    steer(kind, extensionId) {
        return this.desk.steer(this.card, kind, extensionId);
    }

    colleagues(words) {
        return this.server("card_colleagues", [words]);
    }

    toggleNote() {
        this.state.noting = !this.state.noting;
    }

    async saveNote() {
        const note = this.note.el.value;
        if (note === (this.call.note || "")) {
            return;
        }
        await this.server("card_note", [note]);
        this.call.note = note;
        this.state.saved = true;
    }

    callBack() {
        const {owner, call} = this;
        this.desk.drop(this.card);
        const number = call?.number || this.card.command.number;
        return this.desk.dial(number, owner?.model, owner?.id);
    }

    // ------------------------------------------------------------------
    // After the call
    // ------------------------------------------------------------------

    async finish({result, note}) {
        const {desk, card} = this;
        desk.unfinished = await this.server("card_finish", [result, note]);
        desk.drop(card);
    }

    async nextStep({result, note}) {
        this.step(true);
        const context = {default_call_id: this.call.call_id, default_note: note};
        if (result) {
            context.default_result_id = result;
        }
        await this.action.doAction(
            {
                name: _t("After the call"),
                type: "ir.actions.act_window",
                res_model: "telephony.call.finish",
                views: [[false, "form"]],
                target: "new",
                context,
            },
            {onClose: () => this.step(false)}
        );
    }
}
