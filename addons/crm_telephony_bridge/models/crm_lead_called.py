# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# With the lead itself, or with anybody of the customer's company.
CALLED = """
    EXISTS (SELECT 1 FROM telephony_call c
             WHERE c.lead_id = %(lead)s AND c.direction IN ('incoming', 'outgoing'))
    OR EXISTS (SELECT 1
                 FROM res_partner own
                 JOIN res_partner person
                   ON person.commercial_partner_id = own.commercial_partner_id
                 JOIN telephony_call c
                   ON c.partner_id = person.id AND c.direction IN ('incoming', 'outgoing')
                WHERE own.id = %(partner)s)
"""


class CrmLead(models.Model):
    """Whether anybody ever spoke by phone with the customer of a lead."""

    _inherit = "crm.lead"

    has_calls = fields.Boolean(
        compute="_compute_has_calls",
        search="_search_has_calls",
        compute_sudo=True,
        help="Whether a call with this customer stands in the log, whoever made it.",
    )

    @api.depends("partner_id.commercial_partner_id")
    def _compute_has_calls(self):
        leads = self.with_context(active_test=False)
        called = leads.search([("id", "in", self.ids), ("has_calls", "=", True)])
        for lead in self:
            lead.has_calls = lead._origin in called

    @api.model
    def _search_has_calls(self, operator, value):
        if operator != "in":
            return NotImplemented
        called = Domain.custom(to_sql=_called)
        return Domain.OR(called if one else ~called for one in set(value))


def _called(_model, alias, _query):
    """The condition in SQL, for the leads of ``alias``."""
    lead, partner = (SQL.identifier(alias, name) for name in ("id", "partner_id"))
    return SQL("(%s)", SQL(CALLED, lead=lead, partner=partner))
