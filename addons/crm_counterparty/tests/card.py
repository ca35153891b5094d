# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import Command
from odoo.tests import tagged

from ..models import crm_card_refresh
from .common import PartyCommon


@tagged("post_install", "-at_install")
class CardCommon(PartyCommon):
    """Deals with phone (40), e-mail (30) and the counterparty's tax number (30).

    ::

        New ── Qualified ── Contract ── Won      the tests' own stages, in this order
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stage_new, cls.stage_qualified, cls.stage_contract, cls.stage_after = cls.env[
            "crm.stage"
        ].create(
            [
                {"name": name, "sequence": 1000 + number}
                for number, name in enumerate(("Fresh", "Understood", "Contract", "Delivery"))
            ]
        )
        cls.rule = cls.env["crm.card.rule"].create(
            {
                "name": "Deals of the tests",
                "kind": "opportunity",
                "sequence": -10,
                "line_ids": [
                    Command.create({"path": "phone", "weight": 40, "sequence": 1}),
                    Command.create({"path": "email_from", "weight": 30, "sequence": 2}),
                    Command.create({"path": "counterparty_id.vat", "weight": 30, "sequence": 3}),
                ],
            }
        )
        cls.line_vat = cls.rule.line_ids[2]

    @classmethod
    def _deal(cls, **values):
        return cls.env["crm.lead"].create(
            {
                "name": "Deal",
                "type": "opportunity",
                "partner_id": False,
                "stage_id": cls.stage_new.id,
                "user_id": False,
                "team_id": False,
            }
            | values
        )

    def _refreshes(self):
        return self.env["crm.card.refresh"].search([])

    @staticmethod
    def _refresh_module():
        return crm_card_refresh

    def setUp(self):
        super().setUp()
        cron = type(self.env["ir.cron"])
        self.patch(cron, "_commit_progress", lambda *_args, **_values: 60.0)

    def _run_refresh(self):
        """The job of the background, without its commits."""
        self.env["crm.card.refresh"]._cron_refresh()
