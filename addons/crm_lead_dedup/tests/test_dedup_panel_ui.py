# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .desk import DeskCommon

NEW_LEAD = "/odoo/crm/new"
PHONE = "+380501234567"


@tagged("post_install", "-at_install")
class TestPanelUi(HttpCase, DeskCommon):
    """The panel as people use it, and rules as a real request meets them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.login = cls.user_sales_salesman.login
        cls.user_sales_salesman.password = cls.login
        cls.card = cls._create_lead(name="Secret deal", contact_name="Olha Shevchenko", phone=PHONE)

    def _rule(self, **values):
        values = {"name": "Rule", "probability": 0.5, "action": "block", **values}
        return self.env["crm.dedup.guard"].create(values)

    def _call(self, path, model, method, *args):
        """One call of the web client; its answer."""
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        headers = {"Content-Type": "application/json"}
        return self.url_open(f"/web/dataset/{path}", body, headers=headers).json()

    def test_not_the_same_and_link(self):
        """Typed, said not to be the same, saved, taken back, linked."""
        self.card.unlink()
        customer = self._create_partner(name="Olha Shevchenko", phone=PHONE)
        self.start_tour(NEW_LEAD, "crm_lead_dedup_panel", login=self.login)
        lead = self.env["crm.lead"].search([("name", "=", "Desks again")])
        self.assertEqual(lead.partner_id, customer)

    def test_attach(self):
        """What was typed goes to the card there is."""
        self.card.unlink()
        self._create_partner(name="Olha Shevchenko", phone=PHONE)
        lead = self._own_lead(name="First desks", contact_name="Olha", phone=PHONE)
        self.start_tour(NEW_LEAD, "crm_lead_dedup_panel_attach", login=self.login)
        self.assertFalse(self.env["crm.lead"].search([("name", "=", "Desks again")]))
        self.assertEqual(lead.request_ids.sorted("id")[-1].channel, "manual")

    @mute_logger("odoo.http")
    def test_refused(self):
        """Warned while typing, refused on saving; another phone passes."""
        self._rule()
        self.start_tour(NEW_LEAD, "crm_lead_dedup_panel_refused", login=self.login)
        lead = self.env["crm.lead"].search([("name", "=", "Desks again")])
        self.assertEqual(len(lead), 1)

    @mute_logger("odoo.http")
    def test_call_of_the_screen(self):
        """The web client's own call is refused; a context from outside opens no door."""
        self._rule()
        self.authenticate(self.login, self.login)
        values = {"name": "x", "contact_name": "Olha Shevchenko", "phone": PHONE}
        answer = self._call("call_kw/crm.lead/web_save", "crm.lead", "web_save", [], values, {})
        self.assertIn("In charge", answer["error"]["data"]["message"])
        self.assertNotIn("Secret deal", json.dumps(answer))
        for context in (
            {"crm_intake": True},
            {"import_file": True},
            {"crm_dedup_guard": False},
            {"crm_intake_channel": "api"},
        ):
            with self.subTest(context=context):
                params = {"model": "crm.lead", "method": "create", "args": [[values]],
                          "kwargs": {"context": context}}  # fmt: skip
                answer = self.url_open(
                    "/web/dataset/call_kw/base_import.import/execute_import",
                    json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
                    headers={"Content-Type": "application/json"},
                ).json()
                self.assertIn("error", answer)

    def test_import_passes(self):
        """Core's import screen is never refused."""
        self._rule()
        self.authenticate(self.login, self.login)
        wizard = self.env["base_import.import"].with_user(self.user_sales_salesman).create(
            {
                "res_model": "crm.lead",
                "file": f"name,phone,contact_name\nFrom a file,{PHONE},Olha Shevchenko\n".encode(),
                "file_type": "text/csv",
            }
        )  # fmt: skip
        options = {"quoting": '"', "separator": ",", "has_headers": True}
        names = ["name", "phone", "contact_name"]
        answer = self._call(
            "call_kw/base_import.import/execute_import", "base_import.import", "execute_import",
            [wizard.id], names, names, options,
        )  # fmt: skip
        self.assertEqual(answer["result"]["messages"], [])
        self.assertTrue(self.env["crm.lead"].search([("name", "=", "From a file")]))
