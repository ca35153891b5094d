import {_t} from "@web/core/l10n/translation";

/** What the head of a card says. */
export function title(phase, {call, command}) {
    const words = {
        ringing: _t("Incoming call"),
        queued: _t("Calling: your phone is about to ring"),
        phone_ringing: _t("Pick up your phone"),
        customer_ringing: _t("Ringing at the other end"),
        talking: _t("Talking"),
        finish: _t("How did it go?"),
        elsewhere: _t("Answered by a colleague"),
        missed: _t("Missed call"),
        passed: _t("No longer ringing here"),
        unreached: _t("Not reached"),
        failed: _t("Could not call"),
        done: _t("Call ended"),
    };
    if (phase === "elsewhere" && call.answered_by) {
        return _t("Answered by %s", call.answered_by);
    }
    if (phase === "unreached") {
        return (
            {busy: _t("Busy"), cancelled: _t("Cancelled"), missed: _t("No answer")}[
                call.disposition
            ] || words.unreached
        );
    }
    if (phase === "failed" && command?.reason) {
        return _t("Could not call: %s", command.reason);
    }
    return words[phase];
}

/** Whose call it is: a name if there is one, else the number. */
export function caller({call, command}) {
    const name = call?.people?.[0]?.name || command?.name;
    return name || numberOf({call, command}) || _t("Hidden number");
}

/** The number as people write it, or as it was clicked on. */
export function numberOf({call, command}) {
    return call ? call.formatted || call.number || "" : command.number;
}

/** What a screen reader says when the phase changes. */
export function announcement(phase, card) {
    const text = `${title(phase, card)}: ${caller(card)}`;
    const company = card.call?.people?.[0]?.company;
    const whole = company ? `${text}, ${company}` : text;
    return phase === "ringing" ? _t("%s. Press Alt+Shift+P for the card.", whole) : whole;
}
