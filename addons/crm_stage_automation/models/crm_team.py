# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class CrmTeam(models.Model):
    _inherit = "crm.team"

    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        check_company=True,
        help="When the team works, for those of its people who have no working hours of their own. "
        "Empty: the working hours of the company.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_rules(self):
        """A team that a rule is for is archived instead."""
        self.env["crm.playbook.rule"]._release(self)
