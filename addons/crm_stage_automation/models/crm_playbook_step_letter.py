# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.mail import email_normalize_all

from ..tools.autoreply import LETTER_HEADERS
from .working_time import WorkingHours


class CrmPlaybookStep(models.Model):
    """The steps that write to the customer: letters and SMS are queued, core's queue sends them."""

    _inherit = "crm.playbook.step"

    mail_template_id = fields.Many2one(
        "mail.template", "Letter", domain=[("model", "=", "crm.lead")], ondelete="restrict"
    )
    sms_template_id = fields.Many2one(
        "sms.template", "SMS Text", domain=[("model", "=", "crm.lead")], ondelete="restrict"
    )

    def _perform_mail(self, work):
        """Queue a letter to each customer who may and wants to be written to."""
        if not self.mail_template_id:
            raise UserError(self.env._("“%(step)s” has no letter.", step=self.name))
        some = next(iter(work.values()))
        template = some.env["mail.template"].browse(self.mail_template_id.id)
        mails = template.send_mail_batch(
            [record.id for record in work.values()],
            email_values={"headers": repr(LETTER_HEADERS)},
        )
        mail_of = dict(zip(work, mails, strict=True))
        addresses = {job: self._recipients(mail) for job, mail in mail_of.items()}
        bounced = {job for job, record in work.items() if record.sudo().message_bounce}
        company = next(iter(work)).company_id or self.env.company
        reasons = self.env["crm.customer.letter"]._refused(addresses, company, bounced)
        mails.browse().union(*(mail_of[job] for job in reasons)).unlink()
        return self._outcomes_of_refused(work, reasons) | {
            job: {"made_model": "mail.message", "made_id": mail.mail_message_id.id}
            for job, mail in mail_of.items()
            if job not in reasons
        }

    def _outcomes_of_refused(self, work, reasons):
        """Return what becomes of the jobs whose letters must not be sent now.

        :param reasons: by job.
        """
        hours = WorkingHours(self.env)
        return {
            job: job._outcome_of_refused(work[job], reason, hours)
            for job, reason in reasons.items()
        }

    def _recipients(self, mail):
        """Return the addresses of the customers to whom a letter goes; None: it goes to nobody."""
        people = mail.recipient_ids
        addresses = {address for address in people.mapped("email_normalized") if address}
        addresses.update(email_normalize_all(mail.email_to))
        if not addresses:
            return None
        ours = people.filtered(lambda partner: not partner.partner_share)
        return addresses - set(ours.mapped("email_normalized"))

    def _perform_sms(self, work):
        """Queue an SMS to each customer; core knows who does not want any."""
        if not self.sms_template_id:
            raise UserError(self.env._("“%(step)s” has no text.", step=self.name))
        records = self._together(work)
        numbers = records._sms_get_recipients_info()
        found = {job: numbers[record.id]["sanitized"] for job, record in work.items()}
        reasons = self._refused_numbers(found)
        send = {job: record for job, record in work.items() if job not in reasons}
        queued = self._queue_sms(send) if send else {}
        outcomes = self._outcomes_of_refused(work, reasons)
        for job, sms in queued.items():
            outcomes[job] = (
                {"state": "skipped", "reason": sms.failure_type or "cancelled"}
                if sms.state == "canceled"
                else {"made_model": "mail.message", "made_id": sms.mail_message_id.id}
            )
        return outcomes

    def _refused_numbers(self, numbers):
        """Return why an SMS must not be sent, by job; what may be sent is counted."""
        listed = self.env["phone.blacklist"].sudo()
        unwilling = set(
            listed.search([("number", "in", list(set(numbers.values())))]).mapped("number")
        )
        reasons = {
            job: "blacklisted" if number else "no_address"
            for job, number in numbers.items()
            if not number or number in unwilling
        }
        counted = {job: {number} for job, number in numbers.items() if job not in reasons}
        company = next(iter(numbers)).company_id or self.env.company
        over = self.env["crm.customer.letter"]._count(counted, company)
        return reasons | dict.fromkeys(over, "daily_cap")

    def _queue_sms(self, work):
        """Return the SMS by job; records with the same number get one."""
        records = self._together(work)
        composer = records.env["sms.composer"].create(
            {
                "composition_mode": "mass",
                "res_model": records._name,
                "res_ids": repr(records.ids),
                "template_id": self.sms_template_id.id,
                "mass_keep_log": True,
                "mass_force_send": False,
            }
        )
        made = dict(zip(records.ids, composer._action_send_sms_mass(records), strict=True))
        return {job: made[record.id] for job, record in work.items()}

    @api.model
    def _letter_kinds(self):
        """Return the kinds of steps that write to customers."""
        return ("mail", "sms")
