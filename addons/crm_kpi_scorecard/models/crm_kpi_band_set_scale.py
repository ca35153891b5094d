# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

from ..tools.bands import Band, Scale
from ..tools.exact import exact
from .levels import SUBJECTS

# Whose limits win, the most particular first.
PARTICULAR = ("product_id", "user_id", "team_id")


class CrmKpiBandSet(models.Model):
    """A set of bands as a scale of exact limits, and the choice of the set for a subject."""

    _inherit = "crm.kpi.band.set"

    def _kpi_scale(self):
        """The scale with the band records as its keys.

        :rtype: Scale
        """
        self.ensure_one()
        bands = [
            Band(
                exact(band.low) if band.has_low else None,
                exact(band.high) if band.has_high else None,
                band.low_included,
                band.high_included,
                band,
            )
            for band in self.band_ids
        ]
        low = exact(self.low) if self.has_low else None
        return Scale(bands, low, exact(self.high) if self.has_high else None)

    @api.model
    def _kpi_sets(self, company, definitions):
        """All sets of these KPIs that hold in a company.

        :return: ``{(definition id, column or None, id): (set, Scale)}``
        """
        domain = Domain("definition_id", "in", definitions.ids)
        domain &= Domain("company_id", "in", [company.id, False])
        found = {}
        for some in self.sudo().search(domain, order="company_id DESC, id DESC"):
            column = next((name for name in PARTICULAR if some[name]), None)
            place = (some.definition_id.id, column, some[column].id if column else 0)
            # The company's own ones come last in this order (empty sorts first), and win.
            if some.company_id or place not in found:
                found[place] = some, some._kpi_scale()
        return found

    @api.model
    def _kpi_set_of(self, sets, definition_id, key):
        """The set and scale of a figure's subject, or None."""
        subject = dict(zip(SUBJECTS[key.level], key.subject, strict=True))
        for column in PARTICULAR:
            if subject.get(column):
                found = sets.get((definition_id, column, subject[column]))
                if found:
                    return found
        return sets.get((definition_id, None, 0))
