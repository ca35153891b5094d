# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import escape_psql

LIMIT = 1000
REQUEST_FIELDS = (
    "reference", "received_at", "channel", "result", "contact_name", "phone", "extension",
    "email", "company_name", "tax_number", "website", "message", "product_interest", "page",
    "referrer", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content",
    "keyword", "click_ids", "language", "consent", "consent_text", "consent_at", "origin",
)  # fmt: skip
LEAD_FIELDS = ("name", "contact_name", "partner_name", "email_from", "phone", "vat", "website",
               "street", "street2", "zip", "city", "description", "create_date")  # fmt: skip
PARTNER_FIELDS = ("name", "email", "phone", "vat", "website", "street", "street2", "zip", "city",
                  "create_date")  # fmt: skip


class CrmPersonData(models.TransientModel):
    """What is known of a person: to be shown, handed over, or erased. For administrators."""

    _name = "crm.person.data"
    _description = "A Person's Data"

    text = fields.Char(string="Phone or E-mail", help="In any spelling.")
    lead_id = fields.Many2one("crm.lead")
    partner_id = fields.Many2one("res.partner", string="Customer")
    searched = fields.Boolean()
    request_ids = fields.Many2many("crm.request", string="Requests")
    lead_ids = fields.Many2many("crm.lead", string="Leads", context={"active_test": False})
    partner_ids = fields.Many2many(
        "res.partner", string="Customers", readonly=True, context={"active_test": False}
    )
    identifier_ids = fields.Many2many(
        "crm.identifier", string="Phones and E-mails", compute="_compute_identifier_ids"
    )
    anonymise_leads = fields.Boolean(
        string="Make leads without a customer anonymous",
        help="Name, addresses, phones, notes, messages and files of these leads are erased; "
        "stage, revenue and salesperson stay.",
    )
    export_name = fields.Char(readonly=True)
    export_file = fields.Binary(attachment=False, readonly=True)

    def _compute_display_name(self):
        self.display_name = self.env._("A Person's Data")

    @api.depends("lead_ids", "partner_ids", "request_ids")
    def _compute_identifier_ids(self):
        for wizard in self:
            wizard.identifier_ids = self.env["crm.identifier"].search(
                Domain("lead_id", "in", wizard.lead_ids.ids)
                | Domain("partner_id", "in", wizard.partner_ids.ids)
                | Domain("request_id", "in", wizard.request_ids.ids)
            )

    # ------------------------------------------------------------------
    # Search
    # ------------------------------------------------------------------

    def action_search(self):
        """Find requests and cards of the person, as far as the acting user may see them.

        :return: True, the form shows what was found
        """
        self.ensure_one()
        if not (self.text or self.lead_id or self.partner_id):
            raise UserError(self.env._("Type a phone or an e-mail, or choose a card."))
        leads, partners, words = self._find_cards()
        found = Domain("lead_id", "in", leads.ids) | Domain("partner_id", "in", partners.ids)
        for field, value in words:
            found |= Domain(field, "=ilike", escape_psql(value))
        self.write(
            {
                "searched": True,
                "lead_ids": [Command.set(leads.ids)],
                "partner_ids": [Command.set(partners.ids)],
                "request_ids": [
                    Command.set(self.env["crm.request"].search(found, limit=LIMIT).ids)
                ],
            }
        )
        return True

    def action_open(self):
        """Find what is known and show it: from a card or a request.

        :return: action that opens this wizard
        """
        self.action_search()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("A Person's Data"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "current",
        }

    def _find_cards(self):
        """Leads and customers, archived ones too, and ``(field, value)`` to find in requests."""
        leads = self.env["crm.lead"].with_context(active_test=False).browse(self.lead_id.ids)
        partners = self.env["res.partner"].browse(self.partner_id.ids)
        words = []
        if self.text and self.text.strip():
            text = self.text.strip()
            kind = "email" if "@" in text else "phone"
            row = self.env["crm.identifier"]._normalised({"kind": kind, "value": text})
            words = [(kind, value) for value in {text, row["value"]}]
            if row["key"]:
                same = self.env["crm.identifier"].search(
                    [("kind", "=", kind), ("key", "=", row["key"])]
                )
                leads |= same.lead_id
                partners |= same.partner_id
        partners |= leads.partner_id
        leads |= leads.search([("partner_id", "in", partners.ids)])
        return leads, partners, words

    # ------------------------------------------------------------------
    # Export
    # ------------------------------------------------------------------

    def action_export(self):
        """Download all that is known as one JSON file."""
        self.ensure_one()
        data = json.dumps(self._export_data(), ensure_ascii=False, indent=2, default=str)
        self.write(
            {
                "export_name": f"person_data_{fields.Date.context_today(self)}.json",
                "export_file": base64.b64encode(data.encode()),
            }
        )
        self.env["crm.person.data.log"]._log("export", self.request_ids, self.lead_ids)
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/export_file"
            "?filename_field=export_name&download=true",
            "target": "download",
        }

    def _export_data(self):
        """Plain values, by kind of record."""
        requests = self.request_ids.read(REQUEST_FIELDS, load=False)
        for values, request in zip(requests, self.request_ids, strict=True):
            values["files"] = request.attachment_ids.mapped("name")
        return {
            "exported_at": fields.Datetime.now(),
            "requests": requests,
            "leads": self.lead_ids.read(LEAD_FIELDS, load=False),
            "customers": self.partner_ids.read(PARTNER_FIELDS, load=False),
            "phones_and_emails": self.identifier_ids.read(
                ["kind", "value", "extension", "origin"], load=False
            ),
        }

    # ------------------------------------------------------------------
    # Erasure
    # ------------------------------------------------------------------

    def action_erase(self):
        """Erase for good: the requests shown, and the leads when that is wished."""
        self.ensure_one()
        self.request_ids.check_access("read")
        self.lead_ids.check_access("write")
        anonymous = self.env["crm.lead"]
        if self.anonymise_leads:
            anonymous = self.lead_ids.filtered(lambda lead: not lead.partner_id)
        requests, leads = self.request_ids, self.lead_ids
        self.env["crm.person.data.log"]._log("erase", requests, anonymous)
        eraser = self.env["crm.person.eraser"].sudo()
        eraser._erase_requests(requests.sudo())
        eraser._erase_leads(anonymous.sudo())
        self._note_erasure(leads)
        self.sudo().unlink()
        return self._erased_message(len(requests), len(anonymous))

    def _note_erasure(self, leads):
        """Say on the cards that something was erased, and by whom, without the data."""
        for lead in leads.sudo():
            lead.message_post(
                body=self.env._("A person's data were erased here."),
                author_id=self.env.user.partner_id.id,
                subtype_xmlid="mail.mt_note",
                message_type="notification",
            )

    def _erased_message(self, requests, leads):
        """Tell how much was erased and open an empty wizard."""
        window = self.env["ir.actions.act_window"]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Erased: %(requests)s requests, %(leads)s leads.",
                    requests=requests,
                    leads=leads,
                ),
                "next": window._for_xml_id("crm_lead_dedup.action_person_data"),
            },
        }
