# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import format_date

from ..tools import figures, periods

AGGREGATES = ("__count", "talk_seconds:sum", "wait_seconds:sum")
CHOICE_LIMIT = 200


class TelephonyStatistics(models.AbstractModel):
    """Figures of the calls that the asker may see: from groups, in a constant number of queries.

    Each figure comes with the domain of the calls it counts, from the same definition.
    """

    _name = "telephony.statistics"
    _description = "Figures of Calls"

    @api.model
    @api.readonly
    def read_statistics(self, period="week", first="", last="", team_id=0):
        """All figures of a period, for the page of statistics.

        :param period: one of ``tools.periods.PERIODS``; "own" is from ``first`` to ``last``
        :param team_id: of one sales team only, 0 for all
        :return: plain values for ``static/src/dashboard``
        """
        self.env["telephony.call"].check_access("read")
        zone = self.env.context.get("tz") or self.env.user.tz or "UTC"
        statistics = self.with_context(tz=zone)
        since, until = statistics._days(period, first, last)
        begin, end = periods.moments(since, until, zone)
        domain = statistics._call_domain(begin, end, team_id)
        calls = statistics._of_calls(domain, since, until)
        deals = statistics._of_deals(begin, end, team_id, calls["people"])
        if deals["won"]:
            deals["per_deal"] = figures.per_deal(calls["figures"]["total"], deals["won"])
        shown = [format_date(self.env, day) for day in (since, until - periods.DAY)]
        return {
            "first": since.isoformat(),
            "last": (until - periods.DAY).isoformat(),
            "days_label": " – ".join(dict.fromkeys(shown)),
            "choice": statistics._team_choice(),
            "domain": domain,
            "domains": {name: figures.domain_of(one) for name, one in figures.FIGURES.items()},
            "names": statistics._figure_names(),
            "deals": deals,
            **calls,
        }

    @api.model
    def _days(self, period, first, last):
        """The first day of the period and the one after its last."""
        today = fields.Datetime.context_timestamp(self, fields.Datetime.now()).date()
        if period == "own":
            return periods.own_days(first, last, today)
        return periods.days_of(period, today)

    @api.model
    def _call_domain(self, begin, end, team_id):
        """The calls that are counted, for the figures and for the list behind each. Hook."""
        domain = [
            *figures.domain_of(figures.BASE),
            ("started_at", ">=", fields.Datetime.to_string(begin)),
            ("started_at", "<", fields.Datetime.to_string(end)),
        ]
        return domain + ([("team_id", "=", team_id)] if team_id else [])

    @api.model
    def _of_calls(self, domain, since, until):
        """The figures of all calls together, and by each of the dimensions."""
        slices = periods.slices(since, until)
        by_day = "started_at:day" if slices.are_days else "started_at:month"
        # Twice: PostgreSQL's workers share a plain grouping, but none by parts of a time.
        people, teams, lines = self._groups(domain, "user_id", "team_id", "line")
        days, hours = self._groups(domain, by_day, "started_at:hour_number")
        return {
            "figures": figures.summed(group for found in hours.values() for group in found),
            "people": self._rows("user_id", people, self.env._("Nobody of us")),
            "teams": self._rows("team_id", teams, self.env._("No team")),
            "lines": self._rows("line", lines, self.env._("Outgoing, or no line told")),
            "days": self._day_rows(days, slices),
            "hours": self._hour_rows(hours),
        }

    @api.model
    def _groups(self, domain, *dimensions):
        """For each of the dimensions, groups by its value."""
        specs = [*dimensions, *figures.WORDS]
        rows = self.env["telephony.call"]._read_group(domain, specs, AGGREGATES, order="__count")
        found = [{} for _dimension in dimensions]
        for row in rows:
            group = _group(row[len(dimensions) :])
            for groups, value in zip(found, row, strict=False):
                groups.setdefault(value, []).append(group)
        return found

    @api.model
    def _rows(self, name, groups, nothing):
        """One row for each value of a field, those with most calls first."""
        rows = []
        for value, found in groups.items():
            is_record = isinstance(value, models.BaseModel)
            key = value.id if is_record else value
            label = value.sudo().display_name if is_record and value else value
            rows.append(
                {
                    "key": key or 0,
                    "label": label or nothing,
                    "figures": figures.summed(found),
                    "domain": [(name, "=", key or False)],
                }
            )
        return sorted(rows, key=lambda row: (-row["figures"]["total"], str(row["label"])))

    @api.model
    def _day_rows(self, groups, slices):
        """One row for each day or month of the period, those without calls too."""
        zone = self.env.context["tz"]
        shape = "d MMM" if slices.are_days else "MMM yyyy"
        found = {moment.date(): group for moment, group in groups.items()}
        rows = []
        for day, after in slices.parts:
            begin, end = map(fields.Datetime.to_string, periods.moments(day, after, zone))
            rows.append(
                {
                    "key": day.isoformat(),
                    "label": format_date(self.env, day, date_format=shape),
                    "figures": figures.summed(found.get(day, [])),
                    "domain": [("started_at", ">=", begin), ("started_at", "<", end)],
                }
            )
        return rows

    @api.model
    def _hour_rows(self, groups):
        """One row for each hour from the first with calls to the last."""
        found = {int(hour): group for hour, group in groups.items()}
        hours = range(min(found), max(found) + 1) if found else []
        return [
            {
                "key": hour,
                "label": f"{hour}:00",
                "figures": figures.summed(found.get(hour, [])),
                "domain": [("started_at.hour_number", "=", hour)],
            }
            for hour in hours
        ]

    @api.model
    def _team_choice(self):
        """The teams whose figures somebody may ask for alone."""
        domain = []
        if not self.env.user.has_group("sales_team.group_sale_salesman_all_leads"):
            domain = [("user_id", "=", self.env.uid)]
        teams = self.env["crm.team"].search(domain, limit=CHOICE_LIMIT)
        return [{"id": team.id, "name": team.display_name} for team in teams]

    @api.model
    def _figure_names(self):
        """What the list behind a figure is called."""
        return {
            "total": self.env._("Calls"),
            "incoming": self.env._("Incoming Calls"),
            "answered": self.env._("Answered Calls"),
            "missed": self.env._("Missed Calls"),
            "not_called_back": self.env._("Missed and Not Called Back"),
            "outgoing": self.env._("Outgoing Calls"),
            "reached": self.env._("Outgoing Calls That Were Answered"),
            "talked": self.env._("Conversations"),
        }


def _group(row):
    """Calls that share their words."""
    *words, count, talk, wait = row
    said = dict(zip(figures.WORDS, words, strict=True))
    return figures.Group(said, count, talk or 0.0, wait or 0.0)
