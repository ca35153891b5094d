# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from ..tools.zones import is_zone, zone_of_person


class CrmFarewellInvitation(models.Model):
    """At what hour somebody reads letters."""

    _inherit = "crm.farewell.invitation"

    @api.model
    def _zone_of(self, person, country, state, phone, company):
        """Return the name of the zone in which somebody reads letters.

        His own, when it was set on purpose; else where he lives, by region, country or phone
        prefix, when there is no doubt; else the company's. Hook: who knows better, extends it.
        """
        country = country or person.country_id
        state = state or person.state_id
        return (
            self._own_zone_of(person)
            or zone_of_person(
                country.code or "",
                (state.code or "") if state.country_id == country else "",
                phone or person.phone or "",
                phone_country=country.code or company.country_id.code or "",
            )
            or company.partner_id.tz
            or "UTC"
        )

    @api.model
    def _own_zone_of(self, person):
        """Return the zone on a person's card unless core filled it with that of its creator.

        A user has chosen his own. Of others it counts when it differs from the creator's.
        """
        person = person.sudo()
        if not is_zone(person.tz or ""):
            return None
        if person.user_ids or person.tz != person.create_uid.tz:
            return person.tz
        return None

    def _opening(self, moment):
        """Return the first moment from this one on at which the letter may be sent."""
        self.ensure_one()
        invitation = self.sudo()
        calendar = invitation.policy_id.calendar_id or invitation.occasion_id.calendar_id
        company = invitation.company_id or self.env.company
        return calendar._farewell_opening(moment, invitation.tz or company.partner_id.tz, company)
