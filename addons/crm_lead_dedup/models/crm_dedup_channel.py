# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from .crm_request import CHANNELS

# Their leads exist before anything is compared, so nothing can be put on another card instead.
# Those of the website and of the chat come through glue add-ons of ours, in time.
LATE_CHANNELS = {"plugin", "event", "survey", "manual", "import"}


class CrmDedupChannel(models.Model):
    """What becomes of a request from somebody who is known already, channel by channel."""

    _name = "crm.dedup.channel"
    _description = "Requests of Known People by Channel"
    _order = "channel, company_id, id"
    _rec_name = "channel"

    channel = fields.Selection(CHANNELS, required=True)
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: all companies that have no row of their own for the channel.",
    )
    action = fields.Selection(
        [
            ("attach", "Add it to the open card"),
            ("new_linked", "New lead, linked to the customer"),
            ("flag", "New lead, to be checked"),
        ],
        string="If Somebody Is Known",
        required=True,
        default="flag",
        help="Add it to the open card: one card per person; with no open card a new lead is "
        "linked to the customer. New lead, linked: every request is a lead of its own. To be "
        "checked: the new lead stays unlinked and waits among the requests to check.",
    )

    _channel_uniq = models.UniqueIndex(
        "(channel, COALESCE(company_id, 0))", "This channel has its row for the company already."
    )

    @api.constrains("channel", "action")
    def _check_action(self):
        labels = dict(self._fields["channel"]._description_selection(self.env))
        for row in self:
            if row.action == "attach" and row.channel in LATE_CHANNELS:
                raise ValidationError(
                    self.env._(
                        "“%(channel)s”: these leads are made before they are compared, so they "
                        "cannot be added to another card. Link them, or let them be checked.",
                        channel=labels[row.channel],
                    )
                )

    @api.model
    def _load_shipped(self):
        """A row for every channel that has none: doors of ours attach, core's are checked."""
        known = set(self.search([("company_id", "=", False)]).mapped("channel"))
        self.create(
            [
                {"channel": channel, "action": "flag" if channel in LATE_CHANNELS else "attach"}
                for channel, _label in CHANNELS
                if channel not in known
            ]
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Acts on the next request."""
        rows = super().create(vals_list)
        self.env.registry.clear_cache()
        return rows

    def write(self, vals):
        """Acts on the next request."""
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        """Acts on the next request."""
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.model
    @api.private
    def _action(self, channel, company_id):
        """What to do with a request: the company's row, else the one for all.

        :return: ``attach``, ``new_linked`` or ``flag``
        """
        actions = self._actions()
        default = "flag" if channel in LATE_CHANNELS else "attach"
        return actions.get((channel, company_id)) or actions.get((channel, 0), default)

    @api.model
    @ormcache()
    def _actions(self):
        """``{(channel, company id or 0): action}``; cached."""
        return {(row.channel, row.company_id.id or 0): row.action for row in self.sudo().search([])}
