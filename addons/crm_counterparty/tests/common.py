# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.crm.tests.common import TestCrmCommon


@tagged("post_install", "-at_install")
class PartyCommon(TestCrmCommon):
    """A client with two legal entities and an accountant who works for both.

    ::

        Bakeries (client) ── payer (default) ── Bakeries Ltd
                          ├─ payer ─────────── Ivan Petrenko, sole trader
                          └─ accountant ────── Olha
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partner = cls.env["res.partner"]
        cls.client = partner.create({"name": "Bakeries", "is_company": True, "is_client": True})
        cls.entity = partner.create({"name": "Bakeries Ltd", "is_company": True})
        cls.trader = partner.create({"name": "Ivan Petrenko, sole trader", "is_company": True})
        cls.accountant = partner.create({"name": "Olha"})
        cls.link_entity = cls._link(cls.client, cls.entity, "payer", is_default=True)
        cls.link_trader = cls._link(cls.client, cls.trader, "payer")
        cls.link_accountant = cls._link(cls.client, cls.accountant, "accountant")

    @classmethod
    def _role(cls, code):
        return cls.env.ref(f"crm_counterparty.role_{code}")

    @classmethod
    def _link(cls, client, party, role, **values):
        return cls.env["crm.party.link"].create(
            {"client_id": client.id, "party_id": party.id, "role_id": cls._role(role).id} | values
        )
