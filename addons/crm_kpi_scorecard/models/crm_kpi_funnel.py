# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools import funnel, spans
from .crm_lead_funnel_search import FIGURES
from .funnel_ask import read_ask


class CrmKpiFunnel(models.AbstractModel):
    """How far deals come, how long it takes, and where and why they are lost."""

    _name = "crm.kpi.funnel"
    _description = "Sales Funnel"

    @api.model
    @api.readonly
    def funnel(self, params):
        """Return the funnel of the deals the user may read, in plain values for the page.

        Of basis `cohort` are the deals made in the days, whatever happened to them later; of basis
        `period` is what happened in the days, to whichever deal.

        :param params: company_id, basis, date_from, date_to, team_id, user_id; and `compare`: the
            kind `previous` or `year_ago`, or a dict of what differs in the second series
        """
        self.env["crm.lead"].check_access("read")
        ask = read_ask(self.env, params)
        other = self._compared(params, ask)
        places = self._places()
        stages = [place["ids"] for place in places]
        leads = self.env["crm.lead"]
        counts = [leads._funnel_counts(one, stages) for one in (ask, other) if one]
        shown = self._shown(ask, places, counts)
        told = [
            self._told(*pair, places, shown) for pair in zip((ask, other), counts, strict=False)
        ]
        self._name_reasons(told)
        return {
            **told[0],
            "currency": self._currency(ask),
            "compared": told[1] if other else None,
        }

    @api.model
    def open_records(self, params):
        """Return the action that lists the deals behind one figure.

        :param params: those of `funnel`, and `figure` (reached, entered, left or lost), `stage_id`
            and, of the lost ones, `reason_id` (0: no reason was given)
        """
        self.env["crm.lead"].check_access("read")
        ask = read_ask(self.env, params)
        if params.get("figure") not in FIGURES:
            raise UserError(self.env._("The funnel has no such figure: open it anew."))
        more = {
            name: params[name] for name in ("figure", "stage_id", "reason_id") if name in params
        }
        return {
            "type": "ir.actions.act_window",
            "name": str(params.get("title") or self.env._("Funnel"))[:200],
            "res_model": "crm.lead",
            "views": [[False, "list"], [False, "kanban"], [False, "form"]],
            "domain": [("kpi_funnel", "=", json.dumps(ask.values | more, sort_keys=True))],
            "context": {"active_test": False, "create": False},
        }

    def _compared(self, params, ask):
        """Return what the second series asks, None without one."""
        compare = params.get("compare")
        if not compare:
            return None
        if compare in ("previous", "year_ago"):
            first, last = spans.before(ask.date_from, ask.date_to, compare)
            return ask._replace(date_from=first, date_to=last)
        if not isinstance(compare, dict):
            raise UserError(self.env._("This cannot be compared with: choose days or a person."))
        names = ("date_from", "date_to", "team_id", "user_id")
        return read_ask(
            self.env, ask.values | {name: compare[name] for name in names if name in compare}
        )

    # ------------------------------------------------------------------
    # Stages
    # ------------------------------------------------------------------

    @api.model
    def _places(self):
        """Return the stages in their order; the won ones are one place, the last.

        Folded stages and those of other teams are among them: deals are there, too.
        """
        fields_read = ["name", "is_won", "team_ids"]
        stages = self.env["crm.stage"].sudo().search_fetch(Domain.TRUE, fields_read)
        won = stages.filtered("is_won")
        places = [
            {
                "ids": stage.ids,
                "name": stage.name,
                "is_won": False,
                "teams": stage.team_ids.ids,
            }
            for stage in stages - won
        ]
        name = won.name if len(won) == 1 else self.env._("Won")
        return [*places, {"ids": won.ids, "name": name, "is_won": True, "teams": []}]

    def _shown(self, ask, places, counts):
        """Return the places to show: those of the team, those of all, and where deals are."""
        used = {
            row.place
            for _climbs, stays, losses, _totals in counts
            for row in (*stays, *losses)
            if not isinstance(row, funnel.Stay) or row.entered or row.left
        }
        return [
            number
            for number, place in enumerate(places)
            if place["ids"]
            and (number in used or not place["teams"] or ask.team_id in place["teams"])
        ]

    # ------------------------------------------------------------------
    # Plain values
    # ------------------------------------------------------------------

    def _told(self, ask, counts, places, shown):
        """Return one series."""
        climbs, stays, losses, totals = counts
        came = funnel.reached(len(places), climbs)
        steps = funnel.steps(came, stays, losses, shown)
        return ask.values | {
            "stages": [self._told_step(step, places[step.place]) for step in steps],
            "total": totals | {"reached": came[0], "open": self._open(ask, totals)},
        }

    def _open(self, ask, totals):
        """How many of a cohort are neither won nor lost; of a period nobody asks."""
        if ask.basis == "period":
            return None
        return totals["created"] - totals["won"] - totals["lost"]

    def _told_step(self, step, place):
        """Return one stage: parts in percent, times in hours."""
        seconds = step.median_seconds
        return {
            "id": place["ids"][0],
            "name": place["name"],
            "is_won": place["is_won"],
            "entered": step.entered,
            "reached": step.reached,
            "left": step.left,
            "conversion": _percent(step.from_previous),
            "conversion_total": _percent(step.from_first),
            "median_hours": None if seconds is None else seconds / 3600,
            "lost": step.lost,
            "lost_amount": step.lost_amount,
            "reasons": [
                {"id": loss.reason, "count": loss.leads, "amount": loss.amount}
                for loss in step.losses
            ],
        }

    def _name_reasons(self, told):
        """Write beside each reason what it is called."""
        rows = [row for one in told for stage in one["stages"] for row in stage["reasons"]]
        reasons = self.env["crm.lost.reason"].sudo().browse({row["id"] for row in rows} - {0})
        names = {reason.id: reason.name for reason in reasons} | {0: self.env._("No reason given")}
        for row in rows:
            row["name"] = names[row["id"]]

    def _currency(self, ask):
        """Return how amounts are written: leads carry them in their company's currency."""
        currency = self.env["res.company"].browse(ask.company_id).sudo().currency_id
        return {
            "symbol": currency.symbol,
            "position": currency.position,
            "digits": currency.decimal_places,
        }


def _percent(part):
    return None if part is None else float(part * 100)
