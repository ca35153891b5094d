# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class CrmPersonDataLog(models.Model):
    """Who exported or erased a person's data, and when; not whose."""

    _name = "crm.person.data.log"
    _description = "Export or Erasure of a Person's Data"
    _order = "id desc"
    _rec_name = "action"

    action = fields.Selection(
        [("export", "Exported"), ("erase", "Erased")], required=True, readonly=True
    )
    user_id = fields.Many2one(
        "res.users", string="By", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    create_date = fields.Datetime(string="When", readonly=True)
    request_count = fields.Integer(string="Requests", readonly=True, aggregator=None)
    lead_count = fields.Integer(string="Leads", readonly=True, aggregator=None)

    @api.model
    def _log(self, action, requests, leads):
        """Write one line in the name of the acting user."""
        return self.sudo().create(
            {
                "action": action,
                "user_id": self.env.uid,
                "company_id": self.env.company.id,
                "request_count": len(requests),
                "lead_count": len(leads),
            }
        )
