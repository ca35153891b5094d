# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, fields, models

from ..tools.autoreply import LETTER_HEADERS
from .crm_credit_stop import FIGURES
from .halving import in_halves

_logger = logging.getLogger(__name__)

# What is tried again with the next check.
RETRIED = ("cap", "error")
# Why a letter is not sent, as all letters to customers have it.
REFUSALS = {
    "no_address": "address",
    "blacklisted": "blacklist",
    "bounced": "bounce",
    "daily_cap": "cap",
}


class CrmCreditReminder(models.Model):
    """A reminder letter to a customer: what it listed, and what became of it.

    It is queued like any other e-mail, in the customer's language. Nobody edits one.
    """

    _name = "crm.credit.reminder"
    _description = "Reminder Letter"
    _order = "id DESC"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="cascade"
    )
    contact_id = fields.Many2one(
        "res.partner",
        "Sent To",
        compute="_compute_contact_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="set null",
        help="The invoice address of the customer, as it was then.",
    )
    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    letter_id = fields.Many2one("crm.credit.letter", index="btree_not_null", ondelete="set null")
    template_id = fields.Many2one("mail.template", index="btree_not_null", ondelete="set null")
    days = fields.Integer("Letter of Day", required=True, help="Of so many days overdue.")
    oldest_due = fields.Date("Oldest Invoice Due", required=True, groups=FIGURES)
    late_days = fields.Integer("Days Overdue", groups=FIGURES, aggregator="max")
    items = fields.Json(groups=FIGURES, help="Journal items, and what was left of each.")
    items_table = fields.Html(
        "Open Items as Table",
        compute="_compute_items_table",
        sanitize=False,
        groups=FIGURES,
        help="The open invoices, in the language of the letter.",
    )
    total = fields.Monetary(compute="_compute_total", groups=FIGURES)
    state = fields.Selection(
        [("queued", "Queued"), ("skipped", "Not Sent")], default="queued", required=True
    )
    refusal = fields.Selection(
        [
            ("address", "No E-Mail Address"),
            ("blacklist", "On the E-Mail Blacklist"),
            ("bounce", "Letters Came Back"),
            ("cap", "Enough Letters for a Day"),
            ("error", "The Letter Could Not Be Made"),
        ],
        "Why Not",
    )
    error = fields.Char(help="The letter is tried again with the next check.")

    @api.depends("partner_id")
    def _compute_contact_id(self):
        for partner, reminders in self.grouped("partner_id").items():
            reminders.contact_id = partner.address_get(["invoice"])["invoice"]

    @api.depends("items")
    def _compute_total(self):
        for reminder in self:
            reminder.total = sum(amount for _line, amount in reminder.items or ())

    @api.depends("items")
    @api.depends_context("lang")
    def _compute_items_table(self):
        lines = self.env["account.move.line"].sudo()
        ids = {line for reminder in self for line, _amount in reminder.items or ()}
        known = set(lines.browse(ids).exists().ids)
        for reminder in self:
            reminder.items_table = self.env["ir.qweb"]._render(
                "crm_stage_automation.credit_items",
                {
                    "reminder": reminder.sudo(),
                    "items": [
                        (lines.browse(line), amount)
                        for line, amount in reminder.items or ()
                        if line in known
                    ],
                },
            )

    def _mail_get_partner_fields(self, introspect_fields=False):
        """A letter goes to the invoice address."""
        return ["contact_id"]

    def _queue(self):
        """Put the letters into the queue of outgoing mail; some customers are not written to."""
        counts, reasons = self.env["crm.customer.letter"].sudo(), {}
        for company, reminders in self.grouped("company_id").items():
            contacts = {each: each.contact_id.email_normalized for each in reminders}
            addresses = {each: {address} if address else None for each, address in contacts.items()}
            reasons |= counts._refused(addresses, company)
        for reason, reminders in self.grouped(reasons.get).items():
            if reason:
                reminders.write({"state": "skipped", "refusal": REFUSALS[reason]})
                continue
            for of_template in reminders.grouped("template_id").values():
                in_halves(of_template, type(self)._queue_mails, type(self)._cannot_be_made)

    def _queue_mails(self):
        """Queue letters of one text."""
        self.template_id.send_mail_batch(self.ids, email_values={"headers": repr(LETTER_HEADERS)})

    def _cannot_be_made(self, error):
        _logger.error(
            "The reminder letter to %s cannot be made", self.partner_id.id, exc_info=error
        )
        self.write({"state": "skipped", "refusal": "error", "error": str(error)})
