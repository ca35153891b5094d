import {_t} from "@web/core/l10n/translation";

const ARROWS = {incoming: "fa-arrow-down", outgoing: "fa-arrow-up", internal: "fa-exchange"};
const DIRECTIONS = {
    incoming: _t("Incoming call"),
    outgoing: _t("Outgoing call"),
    internal: _t("Internal call"),
};
const DISPOSITIONS = {
    answered: _t("Answered"),
    missed: _t("Missed"),
    busy: _t("Busy"),
    failed: _t("Failed"),
    cancelled: _t("Cancelled"),
};
const COLOURS = {
    answered: "success",
    missed: "danger",
    busy: "warning",
    failed: "danger",
    cancelled: "secondary",
};
const STATES = {ringing: _t("Ringing"), ongoing: _t("In conversation")};

/**
 * @param {{direction: string, disposition: string|false, state: string}} call
 * @returns {string} How it ended, or how far it is
 */
function callOutcome(call) {
    // To those who rang a customer, "missed" is that nobody took the call.
    if (call.direction === "outgoing" && call.disposition === "missed") {
        return _t("No answer");
    }
    const ended = call.state === "ended" ? _t("Result not known") : STATES[call.state];
    return DISPOSITIONS[call.disposition] || ended || "";
}

/**
 * How a call is shown wherever it is shown: icon, colour, words.
 *
 * @param {{direction: string, disposition: string|false, state: string}} call
 * @returns {{arrow: string, colour: string, textColour: string, direction: string,
 *     outcome: string}}
 */
export function callKind(call) {
    const ended = call.state === "ended";
    const colour = ended ? COLOURS[call.disposition] || "secondary" : "info";
    return {
        arrow: ARROWS[call.direction] || "fa-phone",
        colour,
        // The theme's "secondary" is meant for what stands on it, it cannot be read as text.
        textColour: colour === "secondary" ? "muted" : colour,
        direction: DIRECTIONS[call.direction] || _t("Call"),
        outcome: callOutcome(call),
    };
}
