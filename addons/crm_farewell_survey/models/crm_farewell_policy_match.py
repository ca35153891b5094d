# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from ast import literal_eval
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain


class CrmFarewellPolicy(models.Model):
    """Which policy is for which deal."""

    _inherit = "crm.farewell.policy"

    @api.model
    def _for_event(self, event, *, created=False):
        """Return the active policies of an event, in the order in which they are asked.

        :param created: only those that are for deals created so
        """
        domain = Domain("event", "=", event)
        if created:
            domain &= Domain("is_for_created", "=", True)
        return self.sudo().search(domain)

    def _match_leads(self, leads):
        """Return the policy of each deal that has one, by the deal's id.

        Hook: extend to choose by something else. The number of queries grows with the policies
        that have a domain, not with the deals.
        """
        found = {}
        for policy in self:
            open_ones = leads.filtered(lambda lead: lead.id not in found)
            fitting = open_ones.filtered(policy._fits_lead)
            if fitting and (domain := policy._lead_domain()):
                fitting = fitting.filtered_domain(domain)
            found.update(dict.fromkeys(fitting.ids, policy))
        return found

    def _lead_domain(self):
        return literal_eval(self.domain or "[]")

    def _fits_lead(self, lead):
        """Whether what can be told without a query fits."""
        self.ensure_one()
        company = lead.company_id or self.env.company
        return (
            (not self.company_id or self.company_id == company)
            and (not self.team_ids or lead.team_id in self.team_ids)
            and (
                self.event != "lost"
                or not self.lost_reason_ids
                or lead.lost_reason_id in self.lost_reason_ids
            )
            and (self.event != "delivered" or self._is_delivered(lead))
            and lead.expected_revenue >= self.amount_from
        )

    def _is_delivered(self, lead):
        """Whether a deal counts as delivered. Hook: extend for other signs than its stage."""
        return lead.stage_id == self.stage_id

    def _offer_for(self, lead):
        """Return the offer that goes into the letter about a lost deal, or none."""
        self.ensure_one()
        company = lead.company_id or self.env.company
        return self.offer_ids.filtered(
            lambda offer: (
                offer.active
                and (not offer.company_id or offer.company_id == company)
                and (not offer.lost_reason_ids or lead.lost_reason_id in offer.lost_reason_ids)
            )
        )[:1]

    def _prepare_batch(self, group):
        """Return the values of a batch to approve."""
        self.ensure_one()
        companies = {values["company_id"] for values in group}
        return {
            "policy_id": self.id,
            "company_id": companies.pop() if len(companies) == 1 else False,
            "user_id": self.env.uid,
            "count": len(group),
        }

    def _due_at(self, moment, zone, company):
        """Return when a letter about something that happened now may leave.

        :param moment: when it happened, UTC
        :param zone: the name of the recipient's zone
        """
        self.ensure_one()
        moment += timedelta(hours=max(self.delay_hours, self.hold_hours))
        return self.calendar_id._farewell_opening(moment, zone, company)
