# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo import api, models

from ..tools import periods

# When a lead is a fact of some figure.
MOMENTS = ("create_date", "date_opened", "date_won", "date_lost")
# Dates that an import may bring.
BROUGHT = {"date_conversion", "date_lost", "date_opened", "date_won"}
# What puts it into another figure, or changes what it counts there.
WATCHED = {
    "active",
    "company_id",
    "date_lost",
    "date_opened",
    "date_won",
    "expected_revenue",
    "lost_reason_id",
    "source_id",
    "team_id",
    "type",
    "user_id",
    "won_status",
}


class CrmLead(models.Model):
    """Changes of what closed periods were counted from are noted, so that it can be said why."""

    _inherit = "crm.lead"

    @api.model_create_multi
    def create(self, vals_list):
        """A deal that was won or lost in a closed period, and is typed in now, is noted."""
        leads = super().create(vals_list)
        late = self.browse(
            lead.id for lead, vals in zip(leads, vals_list, strict=True) if BROUGHT & vals.keys()
        )
        self.env["crm.kpi.change"]._kpi_note(
            [
                (number, self.browse(number).display_name, "created", "", company, None, day)
                for number, (company, moments) in late._kpi_facts().items()
                for day in sorted({day for day in moments.values() if day})
            ]
        )
        return leads

    def write(self, vals):
        """Note what the lead was a fact of before, and is now."""
        asked = WATCHED & vals.keys()
        before = self._kpi_facts() if asked else {}
        result = super().write(vals)
        if asked:
            self._kpi_note_changes(before, asked)
        return result

    def unlink(self):
        """A deleted lead is missing in closed periods; a merged one as well."""
        before = self._kpi_facts()
        names = {lead.id: lead.display_name for lead in self}
        result = super().unlink()
        what = "merged" if self.env.context.get("kpi_is_merge") else "deleted"
        self.env["crm.kpi.change"]._kpi_note_gone(before, names, what)
        return result

    def _merge_opportunity(self, user_id=False, team_id=False, auto_unlink=True, max_length=5):
        """What disappears here is merged, not deleted."""
        merging = self.with_context(kpi_is_merge=True)
        result = super(CrmLead, merging)._merge_opportunity(
            user_id, team_id, auto_unlink, max_length
        )
        return result.with_env(self.env)

    def _kpi_facts(self):
        """The company and the local days on which each lead is a fact of figures.

        :return: ``{id: (company id, {name of the moment: date or None})}``, only of leads that are
            a fact of a closed period
        """
        found = {}
        boundaries = {}
        for lead in self.sudo():
            company = lead.company_id or lead.user_id.company_id or self.env.company
            if company not in boundaries:
                boundaries[company] = company._kpi_closed_until()
            until = boundaries[company]
            if until == date.min:
                continue
            zone = company._kpi_zone()
            moments = {
                name: periods.local_day(lead[name], zone) if lead[name] else None
                for name in MOMENTS
            }
            if any(day and day < until for day in moments.values()):
                found[lead.id] = company.id, moments
        return found

    def _kpi_note_changes(self, before, asked):
        """Note each moment in a closed period that a lead was, or is, a fact of."""
        after = self._kpi_facts()
        lines, boundaries = [], {}
        for lead in self.browse(before.keys() | after.keys()).sudo():
            was, now = before.get(lead.id), after.get(lead.id)
            detail = self._kpi_words_of(asked, was, now)
            # One that went to another company is missing in the figures of the first.
            for company in sorted({side[0] for side in (was, now) if side}):
                if company not in boundaries:
                    boundaries[company] = lead.company_id.browse(company)._kpi_closed_until()
                lines += [
                    (lead.id, lead.display_name, "changed", detail, company, *pair)
                    for pair in self._kpi_pairs(was, now, boundaries[company])
                ]
        self.env["crm.kpi.change"]._kpi_note(lines)

    def _kpi_pairs(self, was, now, until):
        """Which days, before and now, a lead was and is a fact of; one of a pair is closed."""
        days = {
            ((was[1][name] if was else None), (now[1][name] if now else None)) for name in MOMENTS
        }
        return [pair for pair in sorted(days, key=str) if any(day and day < until for day in pair)]

    def _kpi_words_of(self, asked, was, now):
        """What was changed, in words: what became of the deal, or the names of the fields."""
        if {"date_won", "date_lost"} & asked:
            is_won, was_won = ((side or (0, {}))[1].get("date_won") for side in (now, was))
            if was_won and not is_won:
                return self.env._("reopened")
            if is_won and not was_won:
                return self.env._("won")
        names = sorted(asked - {"won_status"})
        labels = [self._fields[name]._description_string(self.env) for name in names]
        return ", ".join(str(label) for label in labels)
