# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup, escape

from odoo import api, fields, models

# How many missed calls an activity names; the call log has them all.
NAMED = 5


class TelephonyCall(models.Model):
    """The activity "Call back": one for a number, however often it called in vain."""

    _inherit = "telephony.call"

    @api.model
    def _cron_call_back(self):
        """Make, correct and close activities; the state is read anew: nothing is done twice."""
        cron = self.env.ref("crm_telephony_bridge.ir_cron_call_back")
        self._work_off("call_back_pending", "_sync_call_backs", cron)

    def _sync_call_backs(self):
        """Let each number of these calls have the activity it should have."""
        waiting = self._open_missed().grouped(lambda call: (call.company_id, call.customer_tail))
        activities = self._call_back_activities()
        to_create, to_close = [], {}
        for key in dict.fromkeys((call.company_id, call.customer_tail) for call in self):
            calls, activity = waiting.get(key, self.browse()), activities.get(key)
            if calls and not activity:
                to_create.append(calls)
            elif calls:
                calls._correct_call_back(activity)
            elif activity:
                last = max(activity.telephony_call_ids, key=lambda call: (call.started_at, call.id))
                to_close.setdefault(last.missed_state, self.env["mail.activity"])
                to_close[last.missed_state] |= activity
        self._create_call_backs(to_create)
        for state, done in to_close.items():
            done._close_call_back(state)
        self.write({"call_back_pending": False})

    def _call_back_activities(self):
        """Activities that are not done, by company and number."""
        found = self.search(
            [
                ("customer_tail", "in", self.mapped("customer_tail")),
                ("company_id", "in", self.company_id.ids),
                ("call_back_activity_id.active", "=", True),
            ]
        )
        return {(call.company_id, call.customer_tail): call.call_back_activity_id for call in found}

    def _correct_call_back(self, activity):
        """Tell an activity of the calls that were missed since."""
        new = self.filtered(lambda call: call.call_back_activity_id != activity)
        if new:
            new.call_back_activity_id = activity
            activity.write(self._call_back_text(activity.user_id))

    def _create_call_backs(self, groups):
        """Create an activity for each group of calls of one number."""
        planned = []
        kind = self.env.ref("crm_telephony_bridge.activity_type_call_back")
        together = self.browse().concat(*groups).ids
        for group in groups:
            calls = group.with_prefetch(together)
            card, user = calls._call_back_card(), calls._call_back_user()
            if user or card:
                planned.append((calls, card, user))
        deadlines = self._call_back_deadlines([(calls, user) for calls, _card, user in planned])
        # Nobody gets a letter for each missed call; the clock in the menu shows them.
        activities = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        created = activities.create(
            [
                {
                    "activity_type_id": kind.id,
                    "res_model_id": self.env["ir.model"]._get_id(card._name) if card else False,
                    "res_id": card.id if card else False,
                    "user_id": user.id,
                    "date_deadline": deadline,
                    "automated": True,
                    **calls._call_back_text(user),
                }
                for (calls, card, user), deadline in zip(planned, deadlines, strict=True)
            ]
        )
        for (calls, _card, _user), activity in zip(planned, created, strict=True):
            calls.call_back_activity_id = activity

    # ------------------------------------------------------------------
    # Hooks: where, who, what
    # ------------------------------------------------------------------

    def _call_back_card(self):
        """The card that the activity for these calls of one number stands on.

        :return: a lead that is not closed, else the contact, else None
        """
        leads = self.lead_id.filtered(lambda lead: lead.active and lead.won_status == "pending")
        return leads[:1] or self.partner_id[:1] or None

    def _call_back_user(self):
        """Who calls back: in charge of the card, else called alone, else a leader.

        :return: user, empty when there is nobody
        """
        last = self[:1].with_prefetch(self._prefetch_ids)
        card = self._call_back_card()
        direct = last.leg_ids.filtered(lambda leg: leg.party == "agent").user_id
        candidates = [
            card.user_id if card else direct.browse(),
            last.partner_id.user_id,
            last.partner_id.commercial_partner_id.user_id,
            direct if len(direct) == 1 else direct.browse(),
            last.queue_id.user_id,
            last.team_id.user_id,
            last.provider_id.call_back_user_id,
        ]
        for user in candidates:
            if user.active and not user.share and last.company_id in user.company_ids:
                return user
        return self.env["res.users"]

    def _call_back_text(self, user):
        """Summary and note of the activity for these calls of one number.

        :return: values of the activity
        """
        calls = self.with_context(lang=user.lang or self.env.lang)
        first, more = calls[:NAMED], len(calls) - NAMED
        number = first[:1].customer_number
        summary = calls.env._("Call back %(number)s", number=number)
        if len(calls) > 1:
            summary = calls.env._(
                "Call back %(number)s (%(count)s missed calls)", number=number, count=len(calls)
            )
        zone = user.tz or "UTC"
        lines = [
            calls.env._(
                "Missed %(at)s, waited %(wait)s s, called %(line)s",
                at=fields.Datetime.context_timestamp(call.with_context(tz=zone), call.started_at)
                .replace(tzinfo=None)
                .isoformat(" ", "minutes"),
                wait=round(call.wait_seconds),
                line=call.line or "–",
            )
            for call in first
        ]
        if more > 0:
            lines.append(calls.env._("… and %(more)s more", more=more))
        note = Markup('<p><a href="tel:{0}">{0}</a></p><ul>{1}</ul>').format(
            number, Markup("").join(Markup("<li>{}</li>").format(escape(line)) for line in lines)
        )
        return {"summary": summary, "note": note}
