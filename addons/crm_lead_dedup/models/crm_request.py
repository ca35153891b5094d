# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import secrets

from odoo import api, fields, models
from odoo.tools import SQL

CHANNELS = [
    ("web_form", "Web form"),
    ("api", "API"),
    ("email", "E-mail"),
    ("call", "Call"),
    ("chat", "Live chat"),
    ("website", "Odoo website"),
    ("plugin", "Mail plug-in"),
    ("event", "Event"),
    ("survey", "Survey"),
    ("manual", "Entered by hand"),
    ("import", "Import"),
]
RESULTS = [
    ("new", "New lead"),
    ("attached", "Added to a card"),
    ("customer", "Customer, new lead"),
    ("returned", "Back after a loss"),
    ("dropped", "Dropped"),
    ("failed", "Failed"),
]
UNCLEAR = [
    ("doubtful", "Doubtful match"),
    ("phone", "Unreadable phone"),
    ("honeypot", "Honeypot"),
    ("spam", "Spam"),
    ("failed", "Not filed"),
]
VACUUM_BATCH = 1000


class CrmRequest(models.Model):
    """One request from outside, as it came: who, when, through which door, and what became of it.

    Its values stay here even where they must not reach the customer's card.
    """

    _name = "crm.request"
    _description = "Request"
    _order = "received_at desc, id desc"
    _rec_name = "reference"
    _rec_names_search = ["reference", "contact_name", "company_name", "phone", "email"]
    _check_company_auto = True

    reference = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: self._new_reference(),
        help="What the sender was given; it says nothing about the card.",
    )
    channel = fields.Selection(CHANNELS, required=True, readonly=True, default="manual")
    received_at = fields.Datetime(
        required=True, readonly=True, index=True, default=fields.Datetime.now
    )
    hour = fields.Selection(
        [(f"{hour:02d}", f"{hour:02d}:00") for hour in range(24)],
        string="Hour of Day",
        readonly=True,
        help="In the time zone of the company.",
    )
    source_id = fields.Many2one(
        "crm.intake.source",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    lead_id = fields.Many2one(
        "crm.lead", readonly=True, ondelete="set null", index="btree_not_null"
    )
    lead_created = fields.Boolean(readonly=True, help="The lead was made by this request.")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    previous_lead_id = fields.Many2one(
        "crm.lead",
        string="Earlier Lead",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    related_lead_ids = fields.Many2many(
        "crm.lead",
        "crm_request_related_lead_rel",
        string="Related Leads",
        readonly=True,
        context={"active_test": False},
    )
    related_partner_ids = fields.Many2many(
        "res.partner",
        "crm_request_related_partner_rel",
        string="Related Customers",
        readonly=True,
        context={"active_test": False},
    )
    user_id = fields.Many2one("res.users", string="Person Told", readonly=True)
    result = fields.Selection(RESULTS, required=True, readonly=True, default="new", index=True)
    matched_by = fields.Char(readonly=True, help="The identifiers that agreed.")
    unclear = fields.Selection(
        UNCLEAR,
        string="To Check",
        readonly=True,
        index="btree_not_null",
        help="Why somebody should look at it; empty when all is clear or done.",
    )
    error = fields.Text(readonly=True)

    contact_name = fields.Char(string="Name", readonly=True)
    phone = fields.Char(readonly=True, help="International format; as typed when unreadable.")
    phone_readable = fields.Boolean(readonly=True)
    extension = fields.Char(readonly=True)
    email = fields.Char(string="E-mail", readonly=True)
    company_name = fields.Char(readonly=True)
    tax_number = fields.Char(readonly=True)
    website = fields.Char(readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    message = fields.Text(readonly=True)
    product_interest = fields.Char(readonly=True)
    page = fields.Char(readonly=True)
    referrer = fields.Char(readonly=True)
    utm_source = fields.Char(string="Marketing Source", readonly=True)
    utm_medium = fields.Char(string="Medium", readonly=True)
    utm_campaign = fields.Char(string="Campaign", readonly=True)
    utm_term = fields.Char(string="Term", readonly=True)
    utm_content = fields.Char(string="Content", readonly=True)
    keyword = fields.Char(readonly=True)
    click_ids = fields.Json(readonly=True)
    language = fields.Char(readonly=True)
    consent = fields.Boolean(readonly=True)
    consent_text = fields.Text(readonly=True)
    consent_at = fields.Datetime(readonly=True)
    origin = fields.Char(readonly=True, help="The site whose script sent it.")
    attachment_ids = fields.One2many(
        "ir.attachment", "res_id", domain=[("res_model", "=", "crm.request")], readonly=True
    )
    raw_payload = fields.Text(
        readonly=True,
        groups="base.group_system",
        help="Word for word, forgotten after the time set on the source.",
    )
    idempotency_key = fields.Char(readonly=True, copy=False, groups="base.group_system")

    _idempotency_idx = models.Index("(idempotency_key) WHERE idempotency_key IS NOT NULL")
    _raw_idx = models.Index("(received_at) WHERE raw_payload IS NOT NULL")

    @api.model
    def _new_reference(self):
        """Unguessable and short enough to be read out on the phone."""
        alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
        return "".join(secrets.choice(alphabet) for _ in range(12))

    @api.depends("reference", "contact_name", "company_name", "phone", "email")
    def _compute_display_name(self):
        for request in self:
            who = request.contact_name or request.company_name or request.phone or request.email
            request.display_name = f"{who} ({request.reference})" if who else request.reference

    @api.autovacuum
    def _gc_raw_payload(self):
        """Forget raw payloads whose time is over, source by source; values stay."""
        days = self.env["crm.intake.source"].default_get(["raw_retention_days"])
        self.flush_model(["received_at", "source_id"])
        rows = self.env.execute_query(
            SQL(
                """SELECT r.id FROM crm_request r
                     LEFT JOIN crm_intake_source s ON s.id = r.source_id
                    WHERE r.raw_payload IS NOT NULL
                      AND r.received_at < now() AT TIME ZONE 'UTC' - INTERVAL '1 day'
                                          * COALESCE(s.raw_retention_days, %s)
                    LIMIT %s""",
                days["raw_retention_days"],
                VACUUM_BATCH,
            )
        )
        self.sudo().browse([request_id for (request_id,) in rows]).raw_payload = False
        return len(rows), len(rows) == VACUUM_BATCH
