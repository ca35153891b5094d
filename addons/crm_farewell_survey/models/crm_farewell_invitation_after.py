# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

# A letter that did not come back within this time has arrived.
ARRIVAL = timedelta(hours=24)
# What time brings is written down in pieces.
PIECE = 1000
RESENT = ("unknown", "bounced", "blocked", "expired")


class CrmFarewellInvitation(models.Model):
    """What becomes of letters after they left."""

    _inherit = "crm.farewell.invitation"

    @api.model
    def _note_interrupted(self):
        """Mark those that a process was sending when it ended."""
        cron = self.env["ir.cron"]
        for one in self.search([("state", "=", "sending")]):
            if one._lock_in_state(("sending",)) and not one._is_leased():
                one._perhaps_sent()
            cron._commit_progress()

    @api.model
    def _note_time(self):
        """Write down which letters arrived, and which were never answered."""
        now, cron = fields.Datetime.now(), self.env["ir.cron"]
        arrived = [
            ("state", "in", ("sent", "opened")),
            ("delivered_at", "=", False),
            ("sent_at", "<=", now - ARRIVAL),
            ("channel", "=", "email"),
        ]
        over = [("state", "in", ("sent", "opened", "unknown")), ("expires_at", "<=", now)]
        left = 1
        while left and (found := self.search(arrived, limit=PIECE).try_lock_for_update()):
            for sent_at, group in found.grouped("sent_at").items():
                group.delivered_at = sent_at + ARRIVAL
            left = cron._commit_progress()
        while left and (found := self.search(over, limit=PIECE).try_lock_for_update()):
            found._expire()
            left = cron._commit_progress()

    def _expire(self):
        """Come to the end without an answer. Hook: extend for what follows."""
        greetings = self.filtered(lambda one: one.event == "greeting")
        greetings.expires_at = False
        (self - greetings).write({"state": "expired", "next_reminder_at": False})

    def _sms_arrived(self):
        """The gateway says that the SMS is on the phone."""
        now = fields.Datetime.now()
        self.filtered(lambda one: one.channel == "sms" and not one.delivered_at).write(
            {"delivered_at": now}
        )

    def _came_back(self, channel):
        """A message could not be delivered: go the next way if there is one."""
        now = fields.Datetime.now()
        for one in self:
            if one.state in ("sent", "unknown") and one.channel == channel:
                one.write({"next_reminder_at": False, "delivered_at": False})
                one._way_failed(channel, False)
                if one.state == "bounced":
                    one.expires_at = one.expires_at or now

    def _message_receive_bounce(self, email, partner):
        """Core tells it to all records of the address; only letters that just left came back."""
        res = super()._message_receive_bounce(email, partner)
        self._came_back("email")
        return res

    def action_resend(self):
        """Send again by hand what perhaps or surely did not arrive."""
        self._check_own()
        again = self.sudo().filtered(lambda one: one.state in RESENT)
        if not again:
            raise UserError(self.env._("Only a letter that did not arrive can be sent again."))
        for one in again:
            one.write(
                {
                    "state": "scheduled",
                    "due_at": one._opening(fields.Datetime.now()),
                    "reason": False,
                    "error": False,
                    "failed_channels": False,
                    "retries": 0,
                    "sent_at": False,
                    "delivered_at": False,
                    "expires_at": False,
                }
            )
        return True
