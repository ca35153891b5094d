# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What somebody asks of the funnel, checked once, and how it is written into an address."""

import json
from datetime import date
from typing import NamedTuple

from odoo import fields
from odoo.exceptions import AccessError, UserError

from ..tools import spans

BASES = ("cohort", "period")


class FunnelAsk(NamedTuple):
    """Which deals, of which days; the moments are those days on the company's wall clock."""

    company_id: int
    zone: str
    basis: str
    date_from: date
    date_to: date
    team_id: int = 0
    user_id: int = 0

    @property
    def bounds(self):
        """The moments the days last from and until (UTC, without zone)."""
        return spans.bounds(self.date_from, self.date_to, self.zone)

    @property
    def values(self):
        """What it asks, in plain values."""
        return {
            "company_id": self.company_id,
            "basis": self.basis,
            "date_from": self.date_from.isoformat(),
            "date_to": self.date_to.isoformat(),
            "team_id": self.team_id,
            "user_id": self.user_id,
        }


def read_ask(env, params):
    """Return what is asked by values that came from outside.

    :raises AccessError: a company in which the user does not work
    :raises UserError: dates that are none, or in the wrong order
    """
    company = env["res.company"].browse(number(env, params, "company_id") or env.company.id)
    if company not in env.companies:
        raise AccessError(env._("Switch to that company first: you do not work in it now."))
    today = fields.Date.context_today(env["crm.lead"].with_context(tz=company._kpi_zone()))
    first, last = spans.presets(today)["this_month"]
    ask = FunnelAsk(
        company.id,
        company._kpi_zone(),
        params.get("basis") if params.get("basis") in BASES else "cohort",
        _day(env, params.get("date_from")) or first,
        _day(env, params.get("date_to")) or last,
        number(env, params, "team_id"),
        number(env, params, "user_id"),
    )
    if ask.date_from > ask.date_to:
        raise UserError(env._("The last day lies before the first one: exchange them."))
    return ask


def number(env, params, name):
    """Return an id among the values, 0 when there is none."""
    value = params.get(name) or 0
    if isinstance(value, bool) or not isinstance(value, int):
        raise UserError(env._("“%(name)s” takes a record's id.", name=name))
    return value


def read_key(env, key):
    """Return the values an address holds.

    :raises UserError: somebody wrote it by hand
    """
    try:
        values = json.loads(key)
    except (TypeError, ValueError):
        values = None
    if not isinstance(values, dict):
        raise UserError(env._("Open these deals from the funnel: this list has lost its filter."))
    return values


def _day(env, text):
    try:
        return fields.Date.to_date(text or None)
    except (TypeError, ValueError):
        raise UserError(env._("“%(text)s” is no date.", text=text)) from None
