# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain


class CrmLeadTrace(models.Model):
    """What a lead was, who had it and what became of it; it outlives the lead.

    One row for each lead that was converted, handed over, merged or deleted. The rows are written
    at the end of the transaction in which that happened, see ``crm_lead_trace_write``; nobody
    writes them by hand.
    """

    _name = "crm.lead.trace"
    _description = "Origin of a Client"
    _order = "lead_created DESC, id DESC"

    lead_ref = fields.Integer("Lead Number", required=True, readonly=True)
    name = fields.Char("Lead", readonly=True)
    was_lead = fields.Boolean(
        "Was a Lead", readonly=True, help="Unset: it was made as an opportunity."
    )
    lead_created = fields.Datetime("Came In", readonly=True)
    partner_name = fields.Char("Company Name", readonly=True)
    contact_name = fields.Char(readonly=True)
    source_id = fields.Many2one("utm.source", ondelete="set null", readonly=True)
    medium_id = fields.Many2one("utm.medium", ondelete="set null", readonly=True)
    campaign_id = fields.Many2one("utm.campaign", ondelete="set null", readonly=True)
    user_id = fields.Many2one(
        "res.users",
        "In Charge of the Lead",
        ondelete="set null",
        index=True,
        readonly=True,
        help="Who had the lead when it was converted or merged; later handovers are the deal's.",
    )
    team_id = fields.Many2one(
        "crm.team", "Sales Team", ondelete="set null", index=True, readonly=True
    )
    company_id = fields.Many2one("res.company", ondelete="cascade", index=True, readonly=True)
    deal_id = fields.Many2one(
        "crm.lead",
        "Now In",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        help="The card in which the lead lives on: itself, or the one it was merged into.",
    )
    client_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        help="The client of that card; the last one when the card is gone.",
    )
    client_user_id = fields.Many2one(
        related="client_id.user_id", string="In Charge of the Client", readonly=True
    )
    date_converted = fields.Datetime("Converted", readonly=True)
    converted_by_id = fields.Many2one("res.users", ondelete="set null", readonly=True)
    date_merged = fields.Datetime("Merged", readonly=True)
    date_deleted = fields.Datetime("Deleted", readonly=True)
    event_ids = fields.One2many("crm.lead.trace.event", "trace_id", "History", readonly=True)

    _lead_ref_uniq = models.Constraint("UNIQUE(lead_ref)", "A lead has one trace.")

    @api.model
    def _counts(self, field_name, records):
        """How many origins the records have: ``{record: count}`` of those with any, one query."""
        of_records = Domain(field_name, "in", records.ids)
        return dict(self._read_group(of_records, [field_name], ["__count"]))

    @api.model
    def _action_on(self, domain, context):
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_counterparty.action_lead_trace")
        return action | {"domain": domain, "context": context}

    def action_open_deal(self):
        """The card in which this origin lives on."""
        self.ensure_one()
        return self.deal_id.redirect_lead_opportunity_view()
