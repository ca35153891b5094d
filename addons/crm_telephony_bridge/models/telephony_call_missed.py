# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain


class TelephonyCall(models.Model):
    """Missed calls: which wait to be called back, and what answers them.

    Here it is only judged, in a handful of queries however many calls there are; the activities
    are made and closed by a cron afterwards (``telephony_call_back``).
    """

    _inherit = "telephony.call"

    call_back_activity_id = fields.Many2one(
        "mail.activity", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )
    call_back_pending = fields.Boolean(
        readonly=True, copy=False, help="Its activity has to be looked at."
    )

    _call_back_pending_idx = models.Index("(id) WHERE call_back_pending")

    @api.model
    def _ingested(self, changes):
        """Judge the calls that are over."""
        result = super()._ingested(changes)
        self.browse(
            change.call_id for change in changes if change.state["state"] == "ended"
        )._judge_missed()
        return result

    @api.model
    def _absorbed_into(self, pairs):
        """What was a missed call of its own is none any more; its activity goes with it."""
        result = super()._absorbed_into(pairs)
        for part, call in pairs:
            if part.missed_state != "none" and not call.call_back_activity_id:
                # The call is judged next, and closes the activity if it was not missed.
                call.write(
                    {
                        "missed_state": part.missed_state,
                        "call_back_activity_id": part.call_back_activity_id.id,
                    }
                )
        return result

    def _wants_call_back(self):
        """Whether somebody outside called, reached nobody, and can be called back.

        Busy is no better for who called than not answered. One call stays one however many phones
        rang, and calls between colleagues never count.
        """
        self.ensure_one()
        return (
            self.direction == "incoming"
            and self.state == "ended"
            and self.disposition in ("missed", "busy")
            and bool(self.customer_tail)
        )

    def _judge_missed(self):
        """Bring the state of missed calls up to date with these calls."""
        wanted = self.filtered(lambda call: call._wants_call_back())
        wrong = self.filtered(lambda call: call.missed_state != "none") - wanted
        wrong._set_missed_state("none")
        wanted.filtered(lambda call: call.missed_state == "none")._set_missed_state("open")
        talks = self.filtered("customer_tail").filtered(
            lambda call: call.disposition == "answered" and call.direction != "internal"
        )
        waiting = wanted.filtered(lambda call: call.missed_state == "open")
        waiting |= talks._open_missed()
        waiting._close_answered()

    def _open_missed(self):
        """Calls of the same numbers and companies that wait to be called back."""
        if not self:
            return self
        return self.search(
            [
                ("missed_state", "=", "open"),
                ("customer_tail", "in", self.mapped("customer_tail")),
                ("company_id", "in", self.company_id.ids),
            ]
        )

    def _close_answered(self):
        """Close those after which somebody spoke with the same number."""
        if not self:
            return
        talks = self.search_fetch(
            Domain("customer_tail", "in", self.mapped("customer_tail"))
            & Domain("company_id", "in", self.company_id.ids)
            & Domain("disposition", "=", "answered")
            & Domain("direction", "in", ("incoming", "outgoing"))
            & Domain("ended_at", ">", min(self.mapped("started_at"))),
            ["customer_tail", "company_id", "direction", "started_at", "answered_at"],
            order="started_at, id",
        ).grouped(lambda call: (call.company_id, call.customer_tail))
        closed = {"called_back": self.browse(), "answered_later": self.browse()}
        for call in self:
            for talk in talks.get((call.company_id, call.customer_tail), ()):
                # A talk that went on while the call was missed was not about it.
                if (talk.answered_at or talk.started_at) > call.started_at:
                    outgoing = talk.direction == "outgoing"
                    closed["called_back" if outgoing else "answered_later"] |= call
                    break
        for state, calls in closed.items():
            calls._set_missed_state(state)

    def _set_missed_state(self, state):
        if not self:
            return
        self.write({"missed_state": state})
        if not self.env.context.get("telephony_silent"):
            self._look_at_call_back()

    def _look_at_call_back(self):
        """Let the cron look at the activities of these calls, at once."""
        self.filtered(lambda call: not call.call_back_pending).write({"call_back_pending": True})
        self.env.ref("crm_telephony_bridge.ir_cron_call_back")._trigger()

    def action_no_call_back(self):
        """Close missed calls by hand: nobody needs to call back."""
        self.check_access("write")
        waiting = self.sudo().filtered(lambda call: call.missed_state == "open")
        waiting |= waiting._open_missed()
        waiting._set_missed_state("handled")
        return True
