# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime

from odoo import api, models

from ..tools import periods


class CrmKpiFactMixin(models.AbstractModel):
    """Records that figures count by one date: what happens to those of closed periods is noted.

    A model of another add-on takes part by inheriting this and setting the two attributes.
    """

    _name = "crm.kpi.fact.mixin"
    _description = "Facts of Figures"

    # The date that puts a record into a period, a path; and the fields whose change matters.
    _kpi_moment = "create_date"
    _kpi_watched = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        """A fact of a closed period that comes late is noted."""
        records = super().create(vals_list)
        records._kpi_note_facts("created", {}, records._kpi_closed_facts())
        return records

    def write(self, vals):
        """Note what the record was a fact of before, and is now."""
        asked = self._kpi_watched & vals.keys()
        before = self._kpi_closed_facts() if asked else {}
        result = super().write(vals)
        if asked:
            labels = (self._fields[name]._description_string(self.env) for name in sorted(asked))
            detail = ", ".join(str(label) for label in labels)
            self._kpi_note_facts("changed", before, self._kpi_closed_facts(), detail)
        return result

    def unlink(self):
        """What is deleted is missing in closed periods."""
        before = self._kpi_closed_facts()
        result = super().unlink()
        self._kpi_note_facts("deleted", before, {})
        return result

    def _kpi_is_fact(self):
        """Return whether figures may count the record at all; extend it."""
        self.ensure_one()
        return True

    def _kpi_closed_facts(self):
        """The facts of closed periods among these records.

        :return: ``{id: (name, company id, day)}``
        """
        found, known = {}, {}
        for record in self.sudo():
            moment = record.mapped(self._kpi_moment)[:1]
            if not moment or not moment[0]:
                continue
            company = record.company_id or self.env.company
            if company not in known:
                known[company] = company._kpi_closed_until()
            day, until = moment[0], known[company]
            if until == date.min:
                continue
            if isinstance(day, datetime):
                day = periods.local_day(day, company._kpi_zone())
            if day < until and record._kpi_is_fact():
                found[record.id] = record.display_name, company.id, day
        return found

    def _kpi_note_facts(self, what, before, after, detail=""):
        """Keep what happened to the facts of closed periods, in one statement."""
        nothing = (None, None, None)
        self.env["crm.kpi.change"]._kpi_note(
            [
                (
                    number,
                    *(after.get(number) or before[number])[:1],
                    what,
                    detail,
                    (after.get(number) or before[number])[1],
                    before.get(number, nothing)[2],
                    after.get(number, nothing)[2],
                )
                for number in sorted(before.keys() | after.keys())
            ],
            self._name,
        )
