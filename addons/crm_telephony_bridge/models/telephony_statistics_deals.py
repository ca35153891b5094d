# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..tools import figures


class TelephonyStatistics(models.AbstractModel):
    """Won deals beside the calls: how many calls one takes, and who sells without."""

    _inherit = "telephony.statistics"

    @api.model
    def _of_deals(self, begin, end, team_id, people):
        """Won deals of the period; each person's are added to that person's row.

        :param people: rows of ``_of_calls``; people who won and made no call are added
        """
        domain = self._deal_domain(begin, end, team_id)
        leads = self.env["crm.lead"].with_context(active_test=False)
        won = dict(leads._read_group(domain, ["user_id"], ["__count"]))
        uncalled_only = [("has_calls", "=", False)]
        uncalled = dict(leads._read_group(domain + uncalled_only, ["user_id"], ["__count"]))
        rows = {row["key"]: row for row in people}
        for user in won:
            if user.id not in rows and user:
                rows[user.id] = self._silent_row(user)
                people.append(rows[user.id])
        for row in people:
            user = self.env["res.users"].browse(row["key"] or [])
            row["won"] = won.get(user, 0)
            row["won_uncalled"] = uncalled.get(user, 0)
            row["per_deal"] = figures.per_deal(row["figures"]["total"], row["won"])
            row["deal_domain"] = [("user_id", "=", user.id)]
        return {
            "won": sum(won.values()),
            "won_uncalled": sum(uncalled.values()),
            "per_deal": None,
            "domain": domain,
            "domains": {"won": [], "won_uncalled": uncalled_only},
            "names": {
                "won": self.env._("Won Deals"),
                "won_uncalled": self.env._("Won Without a Call"),
            },
        }

    @api.model
    def _deal_domain(self, begin, end, team_id):
        """The won deals that are counted. Hook."""
        domain = [
            ("won_status", "=", "won"),
            ("date_closed", ">=", fields.Datetime.to_string(begin)),
            ("date_closed", "<", fields.Datetime.to_string(end)),
        ]
        return domain + ([("team_id", "=", team_id)] if team_id else [])

    @api.model
    def _silent_row(self, user):
        """A row for somebody without any call."""
        return {
            "key": user.id,
            "label": user.sudo().display_name,
            "figures": figures.summed([]),
            "domain": [("user_id", "=", user.id)],
        }
