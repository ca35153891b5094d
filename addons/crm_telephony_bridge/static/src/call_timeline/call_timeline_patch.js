import {useChildSubEnv, useEffect, useState} from "@odoo/owl";
import {Chatter} from "@mail/chatter/web_portal/chatter";
import {Thread} from "@mail/core/common/thread";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {patch} from "@web/core/utils/patch";
import {CallEntry} from "./call_entry";
import {dayOf, makeCallTimeline} from "./call_timeline";

const COUNT = "telephony_call_count";

Object.assign(Thread.components, {CallEntry});

// Cards tell how many calls they have; one without calls asks for nothing.
patch(Chatter.prototype, {
    setup() {
        this.callTimeline = makeCallTimeline(useService("orm"));
        useChildSubEnv({callTimeline: this.callTimeline});
        super.setup(...arguments);
        useEffect(
            (model, resId, count) => {
                if (resId && count) {
                    this.callTimeline.load(model, resId);
                } else {
                    this.callTimeline.clear();
                }
            },
            () => [
                this.props.threadModel,
                this.props.threadId,
                this.props.record?.data?.[COUNT] || 0,
            ]
        );
    },
});

patch(Thread.prototype, {
    setup() {
        super.setup(...arguments);
        this.callTimeline = null;
        if (this.env.inChatter && this.env.callTimeline) {
            this.callTimeline = useState(this.env.callTimeline);
        }
    },

    /** Newest first only: that is how a chatter stands. */
    callsBefore(message, previous) {
        if (!this.callTimeline?.calls.length || this.props.order !== "desc") {
            return [];
        }
        return this.callTimeline.between(previous?.datetime, message?.datetime);
    },

    /** Calls before the oldest message; while older messages wait to be read, these wait too. */
    get callsAtEnd() {
        const {thread} = this.props;
        if (!thread.isLoaded || thread.loadOlder) {
            return [];
        }
        return this.callsBefore(undefined, this.orderedMessages.at(-1));
    },

    callDay(call) {
        return dayOf(call, _t("Today"));
    },
});
