# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CrmLead(models.Model):
    """When a deal was won and when it was lost, which core does not tell apart.

    Core's `date_closed` is set by a plain archive as well, and stays where a lost deal is restored.
    """

    _inherit = "crm.lead"

    date_won = fields.Datetime(
        "Won On",
        readonly=True,
        copy=False,
        help="When the deal was won; of one that was reopened and won again, the last time.",
    )
    date_lost = fields.Datetime(
        "Lost On",
        readonly=True,
        copy=False,
        help="When the deal was lost; empty again when it is reopened.",
    )

    _date_won_user_idx = models.Index("(date_won, user_id) WHERE date_won IS NOT NULL")
    _date_lost_user_idx = models.Index("(date_lost, user_id) WHERE date_lost IS NOT NULL")

    def _handle_won_lost(self, old_status_by_lead, new_status_by_lead):
        """Note the moment in batch: one write for those that reach a state, one for the others."""
        result = super()._handle_won_lost(old_status_by_lead, new_status_by_lead)
        nothing = {"is_won": False, "is_lost": False}
        for state, field in (("is_won", "date_won"), ("is_lost", "date_lost")):
            reached, left = self.browse(), self.browse()
            for lead in self:
                was = old_status_by_lead.get(lead.id, nothing)[state]
                is_now = new_status_by_lead.get(lead.id, nothing)[state]
                if is_now and not was:
                    reached += lead
                elif was and not is_now:
                    left += lead
            # Who brings a date of his own (an import) keeps it.
            reached.filtered(lambda lead, field=field: not lead[field])._kpi_note(
                field, fields.Datetime.now()
            )
            left._kpi_note(field, False)
        return result

    def _kpi_note(self, field, moment):
        """Write one of our dates, also for a user who may no longer write the deal."""
        if self:
            self.sudo().write({field: moment})
