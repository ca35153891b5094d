# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

from .crm_farewell_invitation_send import BATCH


class CrmFarewellInvitation(models.Model):
    """Reminders of letters that were not answered, each with a link of its own."""

    _inherit = "crm.farewell.invitation"

    def _plan_reminder(self, moment):
        """Plan the next reminder after a message, if the policy has one more."""
        policy = self.policy_id
        wanted = self.reminders_sent < policy.reminder_count
        later = moment + timedelta(days=policy.reminder_days)
        due = self._opening(later) if wanted else False
        self.next_reminder_at = due if due and due < self.expires_at else False

    def _next_reminder(self):
        """Count a reminder that is about to leave: killed now, it is lost and never sent twice."""
        self.reminders_sent += 1
        self._plan_reminder(fields.Datetime.now())

    @api.model
    def _find_reminders(self, passed):
        """Return the next reminders that are due.

        :param passed: ids of those that had their turn
        """
        domain = [
            ("next_reminder_at", "!=", False),
            ("next_reminder_at", "<=", fields.Datetime.now()),
            ("id", "not in", list(passed)),
        ]
        return self.search(domain, order="next_reminder_at, id", limit=BATCH)

    def _check_reminders(self):
        """Return those of which a reminder may be sent; of the others none will be."""
        excluded = self._excluded()
        wanted = self.filtered(
            lambda one: (
                one.state in ("sent", "opened")
                and not one._is_refused()
                and one.channel in ("email", "sms")
                and one._template_of(one.channel, is_reminder=True)
                and one._target(one.channel) not in excluded
            )
        )
        (self - wanted).next_reminder_at = False
        return wanted._wait_their_turn(is_reminder=True)
