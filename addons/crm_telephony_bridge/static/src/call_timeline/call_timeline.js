import {reactive} from "@odoo/owl";
import {deserializeDateTime} from "@web/core/l10n/dates";

const {DateTime} = luxon;
export const PAGE = 30;

/**
 * The calls of one card, newest first, to be shown between its messages by time.
 *
 * They are read from the call log whenever the card is shown and copied nowhere: the rights of the
 * log hold here too, and a merged card or a corrected call needs no second look.
 */
export class CallTimeline {
    constructor(orm) {
        this.orm = orm;
        this.clear();
    }

    clear() {
        this.calls = [];
        this.hasMore = false;
        this.card = null;
    }

    /**
     * @param {string} model
     * @param {number} resId
     */
    async load(model, resId) {
        const card = `${model},${resId}`;
        if (this.card !== card) {
            this.clear();
            this.card = card;
        }
        const page = await this.fetch(model, resId, false);
        // Somebody has turned to another card meanwhile.
        if (page && this.card === card) {
            this.calls = page.calls;
            this.hasMore = page.more;
        }
    }

    async loadOlder() {
        const card = this.card;
        const [model, resId] = card.split(",");
        const page = await this.fetch(model, Number(resId), this.calls.at(-1).id);
        if (page && this.card === card) {
            this.calls.push(...page.calls);
            this.hasMore = page.more;
        }
    }

    async fetch(model, resId, after) {
        const page = await this.orm.silent.call("telephony.call", "timeline", [model, resId], {
            after,
            limit: PAGE,
        });
        for (const call of page.calls) {
            call.at = deserializeDateTime(call.started_at);
        }
        return page;
    }

    /**
     * The calls that stand before a message in a list that begins with the newest.
     *
     * @param {luxon.DateTime} [newer] the message above
     * @param {luxon.DateTime} [older] the message below; none at the end of the list
     */
    between(newer, older) {
        return this.calls.filter(
            (call) => (!newer || call.at < newer) && (!older || call.at >= older)
        );
    }

    /** Whether this is the last call that was read, with others behind it. */
    endsWith(call) {
        return this.hasMore && this.calls.at(-1) === call;
    }
}

/** The day of a call in the words that the day of a message is told in. */
export function dayOf(call, today) {
    const day = call.at.toLocaleString(DateTime.DATE_MED);
    return day === DateTime.now().toLocaleString(DateTime.DATE_MED) ? today : day;
}

export function makeCallTimeline(orm) {
    return reactive(new CallTimeline(orm));
}
