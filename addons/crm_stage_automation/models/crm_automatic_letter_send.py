# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, models
from odoo.tools.mail import email_normalize, generate_tracking_message_id

from ..tools.autoreply import LETTER_HEADERS, answer_headers
from .crm_customer_letter import PUT_OFF_MOST
from .halving import in_halves
from .working_time import WorkingHours

_logger = logging.getLogger(__name__)

BATCH = 100


class CrmAutomaticLetter(models.Model):
    """The scheduler's side: planned letters go into core's queue of mails."""

    _inherit = "crm.automatic.letter"

    @api.model
    def _cron_send(self):
        """Queue the letters that are due, a batch at a time; each batch is committed."""
        domain = [("state", "=", "pending"), ("due", "<=", self.env.cr.now())]
        while True:
            letters = self.search(domain, order="due, id", limit=BATCH)
            taken = letters.try_lock_for_update()
            in_halves(taken, type(self)._send, type(self)._cannot_be_made)
            if not taken or not self.env["ir.cron"]._commit_progress(len(taken)):
                return

    def _cannot_be_made(self, error):
        _logger.error("Automatic letter %s cannot be made", self.id, exc_info=error)
        self.write({"state": "skipped", "reason": "error", "error": str(error)})

    def _send(self):
        """Queue each letter that is still wanted, by template; note why the others are not."""
        reasons = {letter: letter._obsolete() for letter in self}
        wanted = self.filtered(lambda letter: not reasons[letter])
        if wanted:
            reasons |= wanted._refused()
            wanted = wanted.filtered(lambda letter: not reasons[letter])
        for (template, company), letters in wanted.grouped(
            lambda letter: (letter._template(), letter.company_id)
        ).items():
            letters.with_company(company)._queue(template.with_company(company))
        for reason, refused in self.grouped(reasons.get).items():
            letters = refused - refused._put_off() if reason == "daily_cap" else refused
            letters.write({"state": "skipped" if reason else "sent", "reason": reason})

    def _put_off(self):
        """Let letters wait for a day with room for them, and return these.

        Not answers: on the next day they say nothing that is true any more.
        """
        later = self.filtered(lambda one: one.kind == "person" and one.put_off < PUT_OFF_MOST)
        hours, counts = WorkingHours(self.env), self.env["crm.customer.letter"]
        for letter in later:
            due = counts._next_chance(letter.company_id, letter.lead_id.team_id, hours)
            letter.write({"due": due, "put_off": letter.put_off + 1})
        if later:
            self._wake(min(later.mapped("due")))
        return later

    def _refused(self):
        """Return why letters must not be sent, by letter; those that may be count for the day."""
        counts, reasons = self.env["crm.customer.letter"], {}
        for company, letters in self.grouped("company_id").items():
            bounced = {letter for letter in letters if letter.lead_id.message_bounce}
            addresses = {letter: {letter._recipient()} for letter in letters}
            reasons |= counts._refused(addresses, company or self.env.company, bounced)
        return reasons

    def _obsolete(self):
        """Return why a letter is not wanted any more, or False."""
        lead = self.lead_id
        is_open = lead.active and lead.won_status == "pending"
        if not lead or (self.kind == "person" and not is_open):
            return "closed"
        if not self._template():
            return "no_template"
        if not self._recipient():
            return "no_address"
        if self.kind == "person" and lead.user_id in (lead.user_id.browse(), self.former_user_id):
            return "same"
        return False

    def _template(self):
        """Return the team's text for this letter.

        A hook: whoever has other texts returns one of them.
        """
        team = self.lead_id.team_id
        if self.kind == "person":
            return team.person_template_id
        closed = self.is_closed and team.answer_closed_template_id
        return closed or team.answer_template_id

    def _recipient(self):
        lead = self.lead_id
        return self.address or lead.email_normalized or email_normalize(lead.partner_id.email)

    def _queue(self, template):
        """Put the letters of one text into core's queue, in the language of each customer."""
        values = {"recipient_ids": [], "email_cc": False, "headers": repr(LETTER_HEADERS)}
        mails = template.send_mail_batch(self.lead_id.ids, email_values=values)
        mail_of = {mail.res_id: mail for mail in mails}
        for letter in self:
            mail = mail_of[letter.lead_id.id]
            mail.email_to = letter._recipient()
            if letter.kind == "answer":
                letter._make_answer(mail)

    def _make_answer(self, mail):
        """Let everybody's robots know that this is an automatic answer."""
        headers = answer_headers(self.incoming_id or "")
        references = headers.pop("References")
        mail.write(
            {
                "headers": repr({name: value for name, value in headers.items() if value}),
                "references": references,
                "message_id": generate_tracking_message_id("automatic-answer"),
            }
        )
