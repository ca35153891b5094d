# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from functools import reduce
from operator import or_

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class TelephonyCall(models.Model):
    """Who sees a call, beside those who see all of them."""

    _inherit = "telephony.call"

    reader_ids = fields.Many2many(
        "res.users",
        compute="_compute_reader_ids",
        search="_search_reader_ids",
        compute_sudo=True,
        string="Seen By",
        help="Who took part, who is in charge of the customer, and the leader of the sales team.",
    )

    @api.model
    def _reader_paths(self):
        """Where the users stand who see a call. Hook: extend to let more people see it."""
        return [
            "user_id",
            "leg_ids.user_id",
            "lead_id.user_id",
            "partner_id.user_id",
            "team_id.user_id",
        ]

    @api.depends(lambda self: self._reader_paths())
    def _compute_reader_ids(self):
        for call in self:
            call.reader_ids = reduce(or_, (call.mapped(path) for path in self._reader_paths()))

    @api.model
    def _search_reader_ids(self, operator, value):
        if operator != "in":
            return NotImplemented
        # Each way by its own index: one condition over all of them looks at every call there is.
        ways = [self._calls_by(path, value) for path in self._reader_paths()]
        return Domain("id", "in", SQL("(%s)", SQL(" UNION ALL ").join(ways)))

    @api.model
    def _calls_by(self, path, user_ids):
        """SELECT of the ids of the calls that have one of the users there."""
        calls = self.sudo().with_context(active_test=False)
        name, _dot, rest = path.partition(".")
        field = self._fields[name]
        if field.type == "one2many":
            lines = calls.env[field.comodel_name].with_context(active_test=False)
            return lines._search([(rest, "in", user_ids)]).subselect(field.inverse_name)
        return calls._search([(path, "in", user_ids)]).subselect()
