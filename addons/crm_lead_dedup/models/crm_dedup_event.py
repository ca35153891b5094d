# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .crm_request import CHANNELS

EVENTS = [
    ("prevented", "Prevented"),
    ("warned", "Warned"),
    ("linked", "Linked"),
]


class CrmDedupEvent(models.Model):
    """Something that kept the base clean and leaves no other trace: counted, never changed.

    What leaves a trace of its own is counted there by ``crm.dedup.report``: requests attached to
    a card, merges and their undoing, matches that somebody dismissed.
    """

    _name = "crm.dedup.event"
    _description = "Duplicate Prevented"
    _order = "happened_at desc, id desc"
    _rec_name = "kind"

    kind = fields.Selection(EVENTS, required=True, readonly=True)
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    happened_at = fields.Datetime(
        string="Date", required=True, readonly=True, index=True, default=fields.Datetime.now
    )
    user_id = fields.Many2one("res.users", string="Person", readonly=True, ondelete="set null")
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    lead_id = fields.Many2one(
        "crm.lead", readonly=True, ondelete="set null", index="btree_not_null"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )

    @api.model
    @api.private
    def _log(self, kind, channel, records):
        """Count one event for each card, in one insert, in the current transaction.

        :param kind: ``prevented`` (a second card was not made), ``warned`` (a likely duplicate
            was shown while typing), ``linked`` (a lead was linked to its customer)
        :param channel: a key of ``crm.request.channel``
        :param records: the existing cards it was about: leads or customers
        """
        is_lead = records._name == "crm.lead"
        link, own_team = "lead_id" if is_lead else "partner_id", self.env.user.sale_team_id
        common = {"kind": kind, "channel": channel, "user_id": self.env.uid}
        self.sudo().create(
            [
                {
                    **common,
                    link: card.id,
                    "team_id": ((is_lead and card.team_id) or own_team).id,
                    "company_id": (card.company_id or self.env.company).id,
                }
                for card in records.sudo()
            ]
        )
