# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import periods, storing
from ..tools.figures import Figure
from ..tools.periods import Period
from .kpi_reading import Key
from .kpi_row import Row
from .levels import SUBJECTS


class CrmKpiSnapshot(models.Model):
    """Storing figures: read, judge, compare with what is stored, write what differs."""

    _inherit = "crm.kpi.snapshot"

    @api.model
    def _store(self, companies=None, wanted=None, definitions=None):
        """Compute and store figures.

        Open periods are replaced, closed ones are frozen the first time; what differs from a frozen
        figure becomes a restatement. Companies whose figures another process stores are left to it.

        :param companies: records; None: all
        :param wanted: periods; None: those that are not closed yet, of each kind
        :param definitions: KPIs; None: all that are active
        :return: how many rows were written
        """
        if companies is None:
            companies = self.env["res.company"].sudo().search([("id", "!=", False)])
        total = 0
        for company in companies.sudo().filtered(self._kpi_alone):
            written, changes = 0, []
            known = self._kpi_definitions(company, definitions)
            for kind in periods.KINDS:
                some = known.filtered(f"per_{kind}")
                chosen = self._kpi_open_periods(company, kind)
                if wanted is not None:
                    chosen = [period for period in wanted if period.kind == kind]
                if some and chosen:
                    rows, stored = self._kpi_store_kind(company, some, sorted(chosen))
                    written += len(rows)
                    changes += self._kpi_changes(rows, stored)
            self._kpi_note_run(company)
            if written:
                self._kpi_tell(company, changes)
            total += written
        return total

    def _kpi_definitions(self, company, definitions=None):
        """The KPIs that are told of a company."""
        domain = Domain("company_id", "in", [company.id, False])
        if definitions is not None:
            domain &= Domain("id", "in", definitions.ids)
        return self.env["crm.kpi.definition"].sudo().search(domain)

    def _kpi_today(self, company):
        """The date where the company is."""
        return periods.local_day(fields.Datetime.now(), company._kpi_zone())

    def _kpi_open_periods(self, company, kind):
        """The periods that may still change: the current one, and those within days of grace."""
        today = self._kpi_today(company)
        period = periods.period_on(today, kind)
        found = []
        while not storing.is_closed(period, today, company.kpi_grace_days):
            found.insert(0, period)
            period = period.previous
        # The one before is frozen by the first run after its days of grace.
        return [period, *found]

    def _kpi_store_kind(self, company, definitions, wanted):
        """Store the figures of one kind of period.

        :return: the rows written, and ``{place: Row}`` of what was stored before
        """
        starts = {
            start
            for period in wanted
            for start in (period.start, period.previous.start, period.year_ago.start)
        }
        stored = self._kpi_load(company, definitions, wanted[0].kind, starts)
        fresh = self._kpi_fresh_rows(company, definitions, wanted, stored)
        today = self._kpi_today(company)
        frozen = {place: row for place, row in stored.items() if row.is_frozen}
        begun = {(row.definition_id, row.key.period) for row in frozen.values()}
        rows, late = [], []
        for row in fresh:
            row.is_frozen = storing.is_closed(row.key.period, today, company.kpi_grace_days)
            if row.place in frozen or (row.definition_id, row.key.period) in begun:
                late.append(row)
            else:
                rows.append(row)
        known = stored | {row.place: row for row in rows}
        self._kpi_judge(rows, known, company, definitions)
        rows += self._kpi_restate(late, stored, company)
        return self._kpi_write(rows, stored), stored

    def _kpi_fresh_rows(self, company, definitions, wanted, stored):
        """What the figures are now, with those who have none any more.

        A frozen period is read in the time zone it was frozen in.
        """
        zones = defaultdict(set)
        frozen_in = {row.key.period: row.zone for row in stored.values() if row.is_frozen}
        for period in wanted:
            zones[frozen_in.get(period, company._kpi_zone())].add(period)
        rows = []
        for zone, some in zones.items():
            figures = definitions._kpi_figures(some, companies=company, zone=zone)
            self._kpi_fill(figures, company, definitions, some)
            for (definition_id, key), figure in figures.items():
                definition = definitions.browse(definition_id)
                if key.period in some:
                    rows.append(self._kpi_fresh_row(definition, key, figure, zone, company))
        return rows

    def _kpi_fresh_row(self, definition, key, figure, zone, company):
        """A figure as a row, not yet judged."""
        value = definition._kpi_scaled(figure)
        return Row(
            definition.id,
            key,
            zone=zone,
            figure_state=figure.state(definition.minimal_sample),
            exact=value,
            value=storing.shown(value),
            numerator=storing.kept(figure.numerator),
            denominator=storing.kept(figure.denominator),
            sample=figure.sample,
            currency_id=company.currency_id.id if definition.unit == "money" else None,
            error=figure.error or None,
            has_zero_note=bool(definition.zero_note and value == 0),
        )

    def _kpi_fill(self, figures, company, definitions, wanted):
        """Somebody who had facts in the last twelve periods has a figure, though it be zero."""
        spans = self._kpi_spans(company, definitions, min(wanted))
        for (definition_id, key), figure in figures.items():
            if figure.sample:
                place = (definition_id, key.level, key.subject)
                first, last = spans.get(place, (key.period, key.period))
                spans[place] = min(first, key.period), max(last, key.period)
        now = periods.period_on(self._kpi_today(company), min(wanted).kind)
        for (definition_id, level, subject), (first, last) in spans.items():
            definition = definitions.browse(definition_id)
            if level not in definition._kpi_levels():
                continue
            nothing = Figure.ZERO if definition.kind in ("count", "sum") else Figure.NONE
            told = [now] if definition._kpi_is_stock() else wanted
            for period in storing.expected(first, last, [one for one in told if one in wanted]):
                key = Key(company.id, period, level, subject)
                figures.setdefault((definition_id, key), nothing)
        self._kpi_zeros(figures, definitions, now)

    def _kpi_zeros(self, figures, definitions, now):
        """Somebody with facts of one kind in a period has 0 of the others that are counted."""
        present = defaultdict(set)
        known = set()
        for (definition_id, key), figure in figures.items():
            if figure.sample:
                present[key.level, key.period].add(key)
            if key.level == "company" and figure.value is not None:
                known.add((definition_id, key.period))
        for definition in definitions.filtered(lambda each: each.kind in ("count", "sum")):
            levels, is_stock = set(definition._kpi_levels()), definition._kpi_is_stock()
            for (level, period), keys in present.items():
                told = period == now or not is_stock
                if level in levels and told and (definition.id, period) in known:
                    for key in keys:
                        figures.setdefault((definition.id, key), Figure.ZERO)

    def _kpi_spans(self, company, definitions, first):
        """From when to when stored facts of each subject are."""
        subjects = SQL("team_id, user_id, product_id, source_id, group_id, reason_id")
        rows = self.env.execute_query_dict(
            SQL(
                "SELECT definition_id, level, %(subjects)s, min(date_from) AS first,"
                " max(date_from) AS last FROM crm_kpi_snapshot WHERE company_id = %(company)s"
                " AND kind = %(kind)s AND definition_id IN %(definitions)s AND sample > 0"
                " AND date_from >= %(since)s GROUP BY definition_id, level, %(subjects)s",
                subjects=subjects,
                company=company.id,
                kind=first.kind,
                definitions=tuple(definitions.ids) or (0,),
                since=first.shift(-storing.REMEMBERED).start,
            )
        )
        return {
            (
                row["definition_id"],
                row["level"],
                tuple(row[name] or 0 for name in SUBJECTS[row["level"]]),
            ): (Period(first.kind, row["first"]), Period(first.kind, row["last"]))
            for row in rows
        }

    def _kpi_note_run(self, company):
        """When the figures of a company were last looked at, and how far its periods are.

        In SQL: a write of the company would clear what every worker remembers.
        """
        today = self._kpi_today(company)
        elapsed = {}
        for kind in ("week", "month", "quarter", "year"):
            period = periods.period_on(today, kind)
            over = company._kpi_elapsed(period, today)
            elapsed[kind] = [period.start.isoformat(), *over]
        self.env.cr.execute(
            SQL(
                "UPDATE res_company SET kpi_checked_at = %s, kpi_elapsed = %s WHERE id = %s",
                fields.Datetime.now(),
                Json(elapsed),
                company.id,
            )
        )
        company.invalidate_recordset(["kpi_checked_at", "kpi_elapsed"])
