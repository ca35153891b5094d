/**
 * What a card shows, computed from what the server said about the call and about the order to dial.
 *
 * A call is "mine" while it rings on my phone. The server counts versions up: what comes late is
 * old news.
 */

/** Phases in which there is nothing left to do: the card says so and goes by itself. */
export const TRACES = new Set(["elsewhere", "missed", "unreached", "passed", "failed", "done"]);

/** The way of an ordered call, in this order. */
export const STEPS = ["queued", "phone_ringing", "customer_ringing", "talking"];

const FINISHED = new Set(["failed", "ended"]);

/** Phase of a card: ringing, talking, finish, one of STEPS or one of TRACES. */
export function phaseOf({call, command}) {
    if (!call) {
        return command.state === "ended" ? "done" : command.state;
    }
    if (call.state === "ended") {
        return endOf(call, command);
    }
    if (call.state === "ongoing") {
        return call.answered_by_me ? "talking" : "elsewhere";
    }
    if (call.direction === "incoming") {
        return call.mine ? "ringing" : "passed";
    }
    return command && !FINISHED.has(command.state) ? command.state : "customer_ringing";
}

function endOf(call, command) {
    if (call.answered_by_me && call.disposition === "answered") {
        return call.finish === "open" || call.finish === "required" ? "finish" : "done";
    }
    if (call.direction !== "incoming") {
        return command?.state === "failed" ? "failed" : "unreached";
    }
    return call.disposition === "answered" ? "elsewhere" : "missed";
}

/** Whether what the server says now is newer than what the card has. */
export function isNews(card, payload) {
    return !card.call || payload.version >= card.call.version;
}

/** Whether a call nobody has shown yet deserves a card: not one that is over already. */
export function isWorthACard(payload) {
    if (payload.state === "ended") {
        return payload.answered_by_me && ["open", "required"].includes(payload.finish);
    }
    return payload.state === "ongoing" ? payload.answered_by_me : payload.mine;
}
