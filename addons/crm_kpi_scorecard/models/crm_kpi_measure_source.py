# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError


class CrmKpiMeasure(models.Model):
    """Measures whose facts no list of records gives: methods that programmers plug in."""

    _inherit = "crm.kpi.measure"

    def _kpi_stock_sources(self):
        """The codes of plug-ins that tell how things stand now; extend it by yours."""
        return {"completeness"}

    def _kpi_is_stock(self, date_setting="date_field"):
        """Whether the measure tells how things stand now, and not what happened in a period."""
        if self.source == "plugin":
            return self.plugin in self._kpi_stock_sources()
        return not self._kpi_setting(date_setting)

    def _kpi_source_rows(self, reading):
        """Ask the method of this measure's plug-in.

        A plug-in is a method ``_kpi_source_<code>(date_from, date_to, dimensions)`` of this model:

        - ``date_from``, ``date_to``: the moments to read (UTC, without zone; the second excluded)
        - ``dimensions``: the subject columns that are asked for (``("team_id", "user_id")``)
        - returns rows ``(moment, company_id, subjects, total, count)``: a moment (UTC) or a local
          date, a company or None, ``{"user_id": 5, …}``, and a number with the facts it is made of,
          as fine or as summed as the source likes, but never over several days or subjects; or None
          when there is nothing to read from: the figure is "no data" then, not zero.

        The records behind it come from ``_kpi_records_<code>(date_from, date_to)``: the model, a
        domain of those moments, and a path for each subject column (``{"user_id": "user_id"}``);
        without that method they cannot be opened.

        :raises UserError: when the plug-in is not there
        """
        self.ensure_one()
        method = getattr(self, f"_kpi_source_{self.plugin}", None)
        if method is None:
            raise UserError(
                self.env._(
                    "The measure %(measure)s reads from “%(plugin)s”, which is not installed.",
                    measure=self.display_name,
                    plugin=self.plugin or "",
                )
            )
        zone = reading.zone
        asking = self.sudo().with_context(kpi_zone=zone, kpi_is_cohort=reading.is_cohort, tz=zone)
        return getattr(asking, method.__name__)(
            reading.first.bounds(zone)[0],
            reading.last.bounds(zone)[1],
            tuple(dict.fromkeys((*reading.dimensions, *reading.filters))),
        )
