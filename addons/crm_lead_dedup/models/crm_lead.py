# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# One statement: core merges hundreds of leads in one assignment, each with a call of its own.
MOVE_TO_SURVIVOR = """
    WITH moved AS (
        UPDATE crm_identifier SET lead_id = %(target)s,
               origin = CASE origin WHEN 'card' THEN 'request' ELSE origin END
         WHERE id IN (SELECT DISTINCT ON (i.kind, COALESCE(i.key, i.value)) i.id
                        FROM crm_identifier i
                       WHERE i.lead_id = ANY(%(merged)s)
                         AND NOT EXISTS (SELECT 1 FROM crm_identifier own
                                          WHERE own.lead_id = %(target)s AND own.kind = i.kind
                                            AND COALESCE(own.key, own.value)
                                                = COALESCE(i.key, i.value))))
    UPDATE crm_request
       SET lead_id = CASE WHEN lead_id = ANY(%(merged)s) THEN %(target)s ELSE lead_id END,
           previous_lead_id = CASE WHEN previous_lead_id = ANY(%(merged)s) THEN %(target)s
                                   ELSE previous_lead_id END
     WHERE lead_id = ANY(%(merged)s) OR previous_lead_id = ANY(%(merged)s)
"""


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "crm.identifier.mixin"]
    _identifier_link = "lead_id"

    vat = fields.Char(
        string="Tax ID",
        index="btree_not_null",
        tracking=True,
        help="Tax number of the company, as the customer wrote it.",
    )
    lead_quality = fields.Selection(
        [("lead", "Lead"), ("interest", "Interest")],
        string="Quality",
        default="lead",
        tracking=True,
        help="Interest: nobody to call yet, for example a bare company number without a person.",
    )
    identifier_ids = fields.One2many("crm.identifier", "lead_id", string="Phones and E-mails")
    request_ids = fields.One2many("crm.request", "lead_id", string="Requests")
    request_count = fields.Integer(compute="_compute_request_count")

    # ------------------------------------------------------------------
    # Identifiers
    # ------------------------------------------------------------------

    @api.model
    def _identifier_watched_fields(self):
        return super()._identifier_watched_fields() | {"email_from", "partner_id"}

    def _identifier_sources(self):
        self.ensure_one()
        return [
            *super()._identifier_sources(),
            ("phone", self.phone),
            ("email", self.email_from),
            ("tax_number", self.vat),
        ]

    @api.model
    def _identifier_missing_domain(self):
        values = (
            Domain("phone", "!=", False)
            | Domain("email_from", "!=", False)
            | Domain("vat", "!=", False)
        )
        return Domain("identifier_ids", "=", False) & values

    # ------------------------------------------------------------------
    # Core's merge
    # ------------------------------------------------------------------

    def _merge_dependences(self, opportunities):
        """Requests, phones and e-mails go to the surviving lead instead of being lost."""
        result = super()._merge_dependences(opportunities)
        self.env["crm.identifier"].flush_model()
        self.env["crm.request"].flush_model(["lead_id", "previous_lead_id"])
        self.env.cr.execute(SQL(MOVE_TO_SURVIVOR, target=self.id, merged=opportunities.ids))
        self.env["crm.identifier"].invalidate_model(["lead_id", "origin"])
        self.env["crm.request"].invalidate_model(["lead_id", "previous_lead_id"])
        self.invalidate_recordset(["identifier_ids", "request_ids", "request_count"])
        self._dedup_refresh()
        return result
