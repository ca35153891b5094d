# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timedelta

from psycopg2.extensions import TransactionRollbackError

from odoo import api, fields, models

from ..tools.refusals import is_surely_unsent

_logger = logging.getLogger(__name__)

# Letters that are prepared together.
BATCH = 50
# What a server did not take is tried again so many minutes later, and after that no more.
RETRIES = (15, 120)
ERROR_LENGTH = 500


class CrmFarewellInvitation(models.Model):
    """Sending what is due, one message in a transaction.

    That a message is about to leave is committed before the server is called. Who is killed then
    leaves one row behind of which nobody knows whether it was sent: it becomes `unknown`.
    """

    _inherit = "crm.farewell.invitation"

    @api.model
    def _cron_send(self):
        """Send what is due, letters and reminders, until nothing is left or the time is up."""
        invitations, cron = self.sudo(), self.env["ir.cron"]
        # The transaction of a cron has begun before: what others committed since would be refused.
        cron._commit_progress()
        invitations._note_interrupted()
        try:
            invitations._note_time()
        except TransactionRollbackError:
            self.env.cr.rollback()
        left = cron._commit_progress()
        for find in (invitations._find_due, invitations._find_reminders):
            passed = set()
            while left and (batch := find(passed)):
                alone = batch._one_per_person()
                # Others of the same person are looked at again once its letter has left.
                passed.update(alone.ids)
                with alone._leased() as mine:
                    left = mine._send_undisturbed(find == invitations._find_reminders)
        cron._commit_progress(remaining=0 if left else 1)

    @api.model
    def _find_due(self, passed):
        """Return the next letters that are due, the oldest first.

        :param passed: ids of those that had their turn
        """
        domain = [
            ("state", "=", "scheduled"),
            ("due_at", "<=", fields.Datetime.now()),
            ("id", "not in", list(passed)),
        ]
        return self.search(domain, order="due_at, id", limit=BATCH)

    def _one_per_person(self):
        """Return those that have no person in common, the first of each."""
        seen, chosen = set(), self.browse()
        for one in self:
            names = one._lease_names()
            if not names & seen:
                seen |= names
                chosen |= one
        return chosen

    def _send_undisturbed(self, is_reminder):
        """Send; what somebody else changed at the same moment waits for the next run."""
        try:
            return self._send_batch(is_reminder=is_reminder)
        except TransactionRollbackError:
            self.env.cr.rollback()
            return self.env["ir.cron"]._commit_progress()

    def _send_batch(self, *, is_reminder=False):
        """Check, prepare and send; return the seconds that are left."""
        cron = self.env["ir.cron"]
        ready = self._check_reminders() if is_reminder else self._check_due()
        left = cron._commit_progress(len(self - ready))
        for (channel, lang, company, template), group in ready.grouped(
            lambda one: (
                one.channel,
                one.lang,
                one.company_id,
                one._template_of(one.channel, is_reminder=is_reminder),
            )
        ).items():
            letters = group.with_company(company).with_context(lang=lang)
            prepared = letters._prepare(channel, template)
            cron._commit_progress()
            for one in letters.browse(prepared):
                left = one._send_one(prepared[one.id], is_reminder=is_reminder)
                if not left:
                    return left
        return left

    def _check_due(self):
        """Return those that may be sent, with their way and language."""
        ready = self._drop_obsolete()._choose_channels()
        ready._choose_languages()
        ready = ready._wait_their_turn()
        for one in ready.filtered(lambda one: one.offer_id and not one.offer_code):
            one.offer_code = one._make_offer_code()
        return ready

    def _prepare(self, channel, template):
        """Return the values of the messages by id; one that cannot be made stops no other."""
        try:
            with self.env.cr.savepoint():
                prepared = getattr(self, f"_prepare_{channel}")(template)
        except Exception as error:
            if len(self) > 1:
                return {
                    number: values
                    for one in self
                    for number, values in one._prepare(channel, template).items()
                }
            _logger.info("Letter %s cannot be written", self.id, exc_info=error)
            self._not_sent(error)
            return {}
        for one in self.filtered(lambda one: one.id not in prepared and one.state == "scheduled"):
            # The list changed, or another add-on has one of its own.
            one._way_failed(channel, "excluded")
        return prepared

    def _send_one(self, values, *, is_reminder=False):
        """Send a message; return the seconds that are left."""
        cron = self.env["ir.cron"]
        if not self._claim(is_reminder=is_reminder):
            return cron._commit_progress()
        link = self._new_link(self.channel, is_reminder=is_reminder)
        cron._commit_progress()
        called = False
        try:
            with self.env.cr.savepoint():
                self.lock_for_update(allow_referencing=True)
                hand_over = getattr(self, f"_deliver_{self.channel}")(values, link)
                called = True
                hand_over()
        except Exception as error:
            if not called or is_surely_unsent(error):
                self._drop_last_link()
                self._not_sent(error, is_reminder=is_reminder)
            elif not is_reminder:
                _logger.warning("Nobody knows whether letter %s was sent", self.id, exc_info=error)
                self._perhaps_sent(error)
        else:
            self._note_sent(is_reminder=is_reminder)
        return cron._commit_progress(1)

    def _claim(self, *, is_reminder=False):
        """Take a message as the last before it leaves; a reminder counts as sent from now on."""
        channel, lang = self.channel, self.lang
        if is_reminder:
            if self._lock_in_state(("sent", "opened")):
                self._next_reminder()
                return True
            return False
        if not self._lock_in_state(("scheduled",)):
            return False
        self.write(
            {
                "state": "sending",
                "sending_at": fields.Datetime.now(),
                "channel": channel,
                "lang": lang,
                "reason": False,
                "error": False,
            }
        )
        return True

    def _note_sent(self, *, is_reminder=False):
        """Write down that a message left. Hook: extend for what follows."""
        if is_reminder:
            self.retries = 0
            return
        now = fields.Datetime.now()
        self.write({"state": "sent", "sent_at": now, "expires_at": self._expiry(), "retries": 0})
        self._plan_reminder(now)

    def _not_sent(self, error, *, is_reminder=False):
        """Try again later what surely did not leave, and then another way if there is one."""
        self.error = str(error)[:ERROR_LENGTH] or type(error).__name__
        now, tries = fields.Datetime.now(), self.retries
        if getattr(error, "is_final", False):
            tries = len(RETRIES)
        elif getattr(error, "is_outage", False):
            # Waits as long as it lasts.
            tries = 0
        else:
            self.retries += 1
        if tries < len(RETRIES):
            wait = timedelta(minutes=RETRIES[tries])
            if is_reminder:
                self.write(
                    {"next_reminder_at": now + wait, "reminders_sent": self.reminders_sent - 1}
                )
            else:
                self.write({"state": "scheduled", "due_at": self._opening(now + wait)})
        elif is_reminder:
            self.next_reminder_at = False
        else:
            self._way_failed(self.channel, "failed")

    def _way_failed(self, channel, reason):
        """Go the next way that the policy allows, now, or come to the end."""
        self.write(
            {
                "failed_channels": " ".join(dict.fromkeys([*self._failed(), channel])),
                "reason": reason,
                "retries": 0,
            }
        )
        if self._ways(self._excluded()):
            due = self._opening(fields.Datetime.now())
            self.write({"state": "scheduled", "due_at": due, "sent_at": False})
        elif reason == "excluded" and not self.sent_at:
            self.write({"state": "blocked"})
        else:
            self.write({"state": "bounced"})

    def _perhaps_sent(self, error=None):
        """Stop what may have been sent; only people decide to send it again."""
        at = self.sending_at or fields.Datetime.now()
        self.write(
            {
                "state": "unknown",
                "sent_at": at,
                "expires_at": self._expiry(),
                "error": str(error)[:ERROR_LENGTH] if error else False,
            }
        )
