# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..tools import periods, proposal
from ..tools.exact import exact, plain
from .kpi_reading import Key

# A year of finished periods of each kind, the kind that is looked at first standing first.
YEAR = {"month": 12, "week": 52, "quarter": 4, "day": 365, "year": 1}
# More KPIs at once nobody sets up in five minutes.
MOST = 200


class CrmKpiDefinition(models.Model):
    """Bands and targets proposed from what the company's figures were in a year."""

    _inherit = "crm.kpi.definition"

    @api.model
    def propose_bands(self, definition_ids=None):
        """Tell how the figures of the last twelve months lie, and what bands would fit them.

        Figures of people, where the KPI is told of people and there are enough; else those of the
        company. Stored figures are used where the whole year is stored, else the records are read.
        The number of queries does not grow with people or periods.

        :param list definition_ids: KPIs; None: those on the scorecard
        :return: ``{"company": {…}, "items": [{…}]}``; numbers are texts, exact: "45.01" or "3/4"
        :raises AccessError: for who does not manage sales
        """
        self._kpi_check_manager()
        domain = Domain("on_board", "=", True)
        if definition_ids is not None:
            domain = Domain("id", "in", definition_ids)
        domain &= Domain("company_id", "in", [self.env.company.id, False])
        definitions = self.search(domain, limit=MOST)
        figures, told = definitions._kpi_year()
        sets = definitions._kpi_general_sets()
        items = [
            each._kpi_guide_item(figures[each.id], told[each.id], sets.get(each.id))
            for each in definitions
        ]
        self._kpi_guide_people(items)
        currency = self.env.company.currency_id
        return {
            "company": {
                "id": self.env.company.id,
                "name": self.env.company.name,
                "currency": {
                    "symbol": currency.symbol,
                    "position": currency.position,
                    "digits": currency.decimal_places,
                },
            },
            "needed": proposal.FEWEST,
            "items": items,
        }

    @api.model
    def _kpi_check_manager(self):
        """The figures of all people, and the limits for them, are a manager's.

        :raises AccessError: for anybody else
        """
        if not (self.env.su or self.env.user.has_group("sales_team.group_sale_manager")):
            raise AccessError(self.env._("Only a sales manager may set up the bands of KPIs."))

    def _kpi_guide_kind(self):
        """The kind of period whose figures are looked at."""
        self.ensure_one()
        return next((kind for kind in YEAR if self[f"per_{kind}"]), "month")

    def _kpi_year(self):
        """A year of figures of each KPI: ``({id: {Key: (value, sample, state)}}, {id: periods})``.

        The last of the periods is the current one, which is not finished.
        """
        company = self.env.company
        today = self.env["crm.kpi.snapshot"]._kpi_today(company)
        figures, told = defaultdict(dict), {}
        for kind, definitions in self.grouped(lambda each: each._kpi_guide_kind()).items():
            wanted = periods.last(YEAR[kind] + 1, periods.period_on(today, kind))
            told |= dict.fromkeys(definitions.ids, wanted)
            stored = self.env["crm.kpi.snapshot"]._kpi_load(
                company, definitions, kind, {period.start for period in wanted}
            )
            unstored = definitions._kpi_not_stored(stored, wanted)
            for (definition_id, key), row in stored.items():
                if definition_id not in unstored.ids:
                    figures[definition_id][key] = (row.exact, row.sample, row.figure_state)
            live = unstored._kpi_figures(wanted, ("company", "person"), company)
            for (definition_id, key), figure in live.items():
                definition = self.browse(definition_id)
                state = figure.state(definition.minimal_sample)
                value = definition._kpi_scaled(figure)
                figures[definition_id][key] = (value, figure.sample, state)
        return figures, told

    def _kpi_not_stored(self, stored, wanted):
        """Those whose figures of the year, or of now, are not all stored."""
        company_id = self.env.company.id

        def is_stored(definition):
            asked = wanted[-1:] if definition._kpi_is_stock() else wanted
            keys = (Key(company_id, period, "company", ()) for period in asked)
            return all((definition.id, key) in stored for key in keys)

        return self.filtered(lambda definition: not is_stored(definition))

    def _kpi_general_sets(self):
        """The set of each KPI that holds for everybody here; its own before a shared one."""
        domain = Domain("definition_id", "in", self.ids)
        domain &= Domain("company_id", "in", [self.env.company.id, False])
        for name in ("team_id", "user_id", "product_id"):
            domain &= Domain(name, "=", False)
        sets = self.env["crm.kpi.band.set"].search(domain, limit=2 * len(self))
        return {
            each.definition_id.id: each for each in sets.sorted(lambda one: bool(one.company_id))
        }

    def _kpi_guide_item(self, figures, told, band_set):
        """One KPI of the guide."""
        level, values = "company", []
        for name in ("person", "company") if self.per_person else ("company",):
            level, values = name, self._kpi_year_values(figures, told, name)
            if len(values) >= proposal.FEWEST:
                break
        proposed = proposal.propose(values, self.higher_is)
        shown = told[-1] if self._kpi_is_stock() else told[-2]
        has_bands = bool(band_set and band_set.band_ids)
        enough = "proposed" if proposed.limits else "too_little"
        return {
            **{name: self[name] for name in ("id", "name", "code", "unit", "digits", "higher_is")},
            "description": self.description or "",
            "kind": told[0].kind,
            "level": level,
            "period": shown.start.isoformat(),
            "state": "has_bands" if has_bands else enough,
            "count": len(values),
            "histogram": [
                {"low": plain(each.low), "high": plain(each.high), "count": each.count}
                for each in proposal.histogram(values)
            ],
            "proposal": self._kpi_proposed_bands(proposed),
            "target": plain(proposed.target) if proposed.target is not None else "",
            "set": band_set._kpi_guide_set() if has_bands else None,
            "version": band_set.version if band_set else None,
            "people": self._kpi_guide_present(figures, shown),
        }

    def _kpi_year_values(self, figures, told, level):
        """The figures that say what is usual: of finished periods, with enough records behind.

        Between the first and the last period in which somebody did something, nothing done is a
        figure of 0 where things are counted or summed. What is told of now only is taken as of now.
        """
        finished = told[-1:] if self._kpi_is_stock() else told[:-1]
        company_id, values = self.env.company.id, []
        for subject in sorted({key.subject for key in figures if key.level == level}):
            if 0 in subject:
                continue
            line = [figures.get(Key(company_id, each, level, subject)) for each in finished]
            worked = [number for number, each in enumerate(line) if each and each[1]]
            if not worked:
                continue
            for each in line[worked[0] : worked[-1] + 1]:
                if each is None and self.kind in ("count", "sum"):
                    values.append(exact(0))
                elif each and each[2] == "ok":
                    values.append(each[0])
        return values

    def _kpi_guide_present(self, figures, shown):
        """What each person's figure is in the last finished period, or now."""
        return [
            {"id": key.subject[0], "value": str(value)}
            for key, (value, _sample, state) in figures.items()
            if key.level == "person" and key.period == shown and key.subject[0] and state == "ok"
        ]

    @api.model
    def _kpi_guide_people(self, items):
        """Names of the people; those who left are not told of."""
        ids = {person["id"] for item in items for person in item["people"]}
        people = self.env["res.users"].sudo().browse(sorted(ids)).filtered("active")
        names = {user.id: user.name for user in people}
        for item in items:
            item["people"] = sorted(
                (
                    {**person, "name": names[person["id"]]}
                    for person in item["people"]
                    if person["id"] in names
                ),
                key=lambda person: (person["name"], person["id"]),
            )
