# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CrmLead(models.Model):
    """An open deal of which nobody knows what comes next."""

    _inherit = "crm.lead"

    no_next_activity = fields.Boolean(
        compute="_compute_no_next_activity",
        search="_search_no_next_activity",
        compute_sudo=True,
        help="The deal is open, does not wait on purpose, and nobody has anything to do for it.",
    )

    @api.depends("type", "active", "won_status", "stage_id.is_deferred", "activity_ids.active")
    def _compute_no_next_activity(self):
        """Whether the deal is open and nobody has anything to do for it."""
        for lead in self:
            lead.no_next_activity = (
                lead.type == "opportunity"
                and lead.active
                and lead.won_status == "pending"
                and not lead.stage_id.is_deferred
                and not any(lead.activity_ids.mapped("active"))
            )

    def _search_no_next_activity(self, operator, value):
        """Find them by one look into the index of open activities."""
        if operator != "in":
            return NotImplemented
        # The condition names columns of a table that the search itself does not know of.
        self.env["mail.activity"].flush_model(["active", "res_model", "res_id"])
        found = self._open_domain() & Domain.custom(to_sql=_without_activity)
        return found if True in value else ~found

    @api.model
    def _open_domain(self):
        """Return which deals need a next activity: won, lost, archived and deferred ones do not."""
        deferred = self.env["crm.stage"]._search([("is_deferred", "=", True)])
        return Domain(
            [
                ("type", "=", "opportunity"),
                ("won_status", "=", "pending"),
                ("active", "=", True),
                ("stage_id", "not in", deferred),
            ]
        )

    @api.readonly
    def wants_next_activity(self):
        """Return whether the user is to be asked at once what comes next for this deal.

        He is where a playbook that is on cares for deals without a next activity.
        """
        self.ensure_one()
        self.check_access("read")
        return self.no_next_activity and self.env["crm.playbook.rule"].sudo()._cares_if_idle(self)


def _without_activity(_model, alias, _query):
    """Return the condition that nobody has anything to do for a lead."""
    return SQL(
        """NOT EXISTS (
            SELECT 1 FROM mail_activity
             WHERE active AND res_model = 'crm.lead' AND res_id = %s)""",
        SQL.identifier(alias, "id"),
    )
