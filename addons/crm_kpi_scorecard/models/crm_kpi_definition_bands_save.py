# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Domain

from ..tools import periods
from .levels import SUBJECT_FIELDS

# More bands nobody tells apart.
MOST_BANDS = 30


class CrmKpiDefinition(models.Model):
    """What the guide accepts: bands, and a target for the coming twelve months."""

    _inherit = "crm.kpi.definition"

    @api.model
    def save_bands(self, wanted):
        """Save the bands of one or more KPIs for everybody of the company; all of them, or none.

        :param list wanted: dicts of ``definition_id``; ``bands``, as :meth:`propose_bands` tells
            them; ``version`` of the set they were made from (None: there was none); and, if
            wished, ``target``: ``{"value": "20", "level": "company", "team" or "person"}``
        :return: :meth:`propose_bands` of these KPIs
        :raises AccessError: for who does not manage sales
        :raises UserError: somebody saved other bands meanwhile, or they have gaps
        """
        self._kpi_check_manager()
        asked = {each["definition_id"]: each for each in wanted}
        domain = Domain("id", "in", list(asked))
        domain &= Domain("company_id", "in", [self.env.company.id, False])
        definitions = self.search(domain, limit=len(asked) or 1)
        if len(definitions) < len(asked):
            raise UserError(self.env._("A KPI is not there any more. Reload the page."))
        sets = definitions._kpi_general_sets()
        for definition in definitions:
            one = asked[definition.id]
            band_set = sets.get(definition.id, self.env["crm.kpi.band.set"])
            definition._kpi_save_set(band_set, one["bands"], one.get("version"))
            if one.get("target"):
                definition._kpi_save_target(**one["target"])
        return self.propose_bands(definitions.ids)

    def _kpi_save_set(self, band_set, bands, version):
        """Create or replace the bands of one set, unless it is newer than what was edited."""
        self.ensure_one()
        if not bands or len(bands) > MOST_BANDS:
            raise UserError(
                self.env._(
                    "“%(kpi)s” needs from 1 to %(most)s bands.", kpi=self.name, most=MOST_BANDS
                )
            )
        try:
            band_set.lock_for_update()
        except LockError:
            self._kpi_refuse_older()
        band_set.invalidate_recordset(["version"])
        if (band_set.version if band_set else None) != version:
            self._kpi_refuse_older()
        commands = band_set._kpi_band_commands(bands)
        if band_set:
            band_set.write({"band_ids": commands})
        else:
            band_set.create(
                {
                    "definition_id": self.id,
                    "company_id": self.env.company.id,
                    "band_ids": commands,
                }
            )

    def _kpi_refuse_older(self):
        """Nobody's work is overwritten unseen."""
        raise UserError(
            self.env._(
                "Somebody else has changed the bands of “%(kpi)s” meanwhile. Reload the page to "
                "see them, then make your change again.",
                kpi=self.name,
            )
        )

    def _kpi_save_target(self, value, level):
        """A target for twelve months from the current period on, instead of what is there."""
        self.ensure_one()
        target = self.env["crm.kpi.target"]
        number = self.env["crm.kpi.band.set"]._kpi_number(value)
        today = self.env["crm.kpi.snapshot"]._kpi_today(self.env.company)
        first = periods.period_on(today, self._kpi_guide_kind()).start
        last = periods.period_on(first, "month").shift(12).start - timedelta(days=1)
        subjects = self._kpi_target_subjects(level)
        ends = self._kpi_make_room(subjects, first, last, number)
        target.create(
            [
                {
                    "definition_id": self.id,
                    "company_id": self.env.company.id,
                    "date_from": first,
                    "date_to": end,
                    "value": number,
                    **subject,
                }
                for subject, end in zip(subjects, ends, strict=True)
                if end
            ]
        )

    def _kpi_target_subjects(self, level):
        """Whom a target is for, as values of its record."""
        company = self.env.company
        teams = self.env["crm.team"].search(
            Domain("company_id", "in", [company.id, False]), limit=1000
        )
        if level == "team":
            return [{"team_id": team.id} for team in teams]
        if level == "person":
            people = teams.member_ids.filtered(lambda user: company in user.company_ids)
            if not people:
                raise UserError(
                    self.env._("No sales team has a member yet: there is nobody to set a target.")
                )
            return [{"user_id": user.id} for user in people.sorted("id")]
        return [{}]

    def _kpi_make_room(self, subjects, first, last, number):
        """Earlier targets of these subjects end before the new ones; later ones stay.

        One that begins on the same day gets the new value.

        :return: for each subject the last day of its new target, None where none is needed
        """
        domain = Domain("definition_id", "=", self.id)
        domain &= Domain("company_id", "=", self.env.company.id)
        domain &= Domain("date_from", "<=", last) & Domain("date_to", ">=", first)
        for name in SUBJECT_FIELDS:
            ids = [subject[name] for subject in subjects if name in subject]
            domain &= Domain(name, "in", ids or [False])
        found = self.env["crm.kpi.target"].search(domain, limit=10000)
        earlier = found.filtered(lambda one: one.date_from < first)
        earlier.write({"date_to": first - timedelta(days=1)})
        found.filtered(lambda one: one.date_from == first).write({"value": number})
        ends = []
        for subject in subjects:
            begin = [
                one.date_from
                for one in found - earlier
                if all(one[name].id == given for name, given in subject.items())
            ]
            end = min(begin, default=last + timedelta(days=1)) - timedelta(days=1)
            ends.append(end if end >= first else None)
        return ends
