# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from types import SimpleNamespace
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.modules.neutralize import get_neutralization_queries
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import TelephonyCommon

SECRET = "s3cret-of-the-provider-0123456789"
SYSTEM = ("telephony.call.event", "telephony.signature", "telephony.hit", "telephony.call.absorbed")
SETTINGS = ("telephony.provider", "telephony.extension", "telephony.queue")


@tagged("post_install", "-at_install")
class TestSecurity(TelephonyCommon, HttpCase):
    """Who sees which call, and what nobody may do.

    answered: 101 (user_sales_leads) in the team of user_sales_manager; rang: at 102
    (user_sales_salesman) and answered by 103; customer: of user_sales_salesman's contact, answered
    by 103; deal: of his lead; stranger: of nobody; foreign: of another company.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider._set_secret(SECRET)
        mine = cls._create_partner(phone="0671110001", user_id=cls.user_sales_salesman.id)
        lead = cls._create_lead(phone="0671110002", user_id=cls.user_sales_salesman.id)
        cls.env["telephony.queue"].create(
            {
                "name": "Line of the team",
                "provider_id": cls.provider.id,
                "kind": "line",
                "number": "700",
                "team_id": cls.sales_team_1.id,
            }
        )
        nobody = {"answered_by": "103", "legs": [cls._leg("103")]}
        told = [
            cls._ended("answered", called="700"),
            cls._ended("rang", answered_by="103", legs=[cls._leg("102"), cls._leg("103")]),
            cls._ended("customer", caller="0671110001", **nobody),
            cls._ended("deal", caller="0671110002", **nobody),
            cls._ended("stranger", **nobody),
        ]
        calls = cls._ingest(*told)
        other = cls.env["res.company"].create({"name": "Other"})
        abroad = cls._create_provider(company_id=other.id)
        calls |= cls._ingest(cls._ended("foreign"), provider=abroad)
        cls.every = calls
        by_id = {call.external_id: call for call in calls}
        assert (by_id["customer"].partner_id, by_id["deal"].lead_id) == (mine, lead)
        cls.leader = new_test_user(
            cls.env, "leader", groups="sales_team.group_sale_salesman", company_id=cls.company.id
        )
        cls.employee = new_test_user(cls.env, "employee", groups="base.group_user")
        cls.portal = new_test_user(cls.env, "portal_caller", groups="base.group_portal")

    def _seen(self, user):
        found = self.calls.with_user(user).search([("id", "in", self.every.ids)])
        return set(found.sudo().mapped("external_id"))

    def test_who_sees_which_call(self):
        """One's own, those that rang, of one's customers, of the team one leads; per company."""
        self.sales_team_1.user_id = self.leader
        here = {"answered", "rang", "customer", "deal", "stranger"}
        for user, seen in (
            (self.user_sales_salesman, {"rang", "customer", "deal"}),
            (self.leader, {"answered"}),
            (self.user_sales_leads, here),
            (self.user_sales_manager, here),
        ):
            self.assertEqual(self._seen(user), seen, user.login)
            for call in self.every:
                mine = call.with_user(user)
                self.assertEqual(mine.has_access("read"), call.external_id in seen, user.login)
                legs = self.env["telephony.call.leg"].with_user(user)
                visible = bool(legs.search_count([("call_id", "=", call.id)]))
                self.assertEqual(visible, call.external_id in seen, user.login)
        for user in (self.employee, self.portal, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                self._seen(user)

    def test_settings_are_the_managers(self):
        """Salespeople read what they dial through; keys and addresses are not for them."""
        for model in SETTINGS:
            records = self.env[model].search([("company_id", "=", self.company.id)], limit=1)
            self.assertTrue(records.with_user(self.user_sales_manager).has_access("write"), model)
            mine = records.with_user(self.user_sales_salesman)
            self.assertTrue(mine.has_access("read"), model)
            for operation in ("write", "create", "unlink"):
                self.assertFalse(mine.has_access(operation), model)
        mine = self.provider.with_user(self.user_sales_salesman)
        self.assertFalse({"key", "address_list", "secret_ids"} & set(mine.read()[0]))
        for field in ("key", "address_list", "secret_ids"):
            with self.assertRaises(AccessError):
                mine.read([field])

    def test_what_the_system_keeps_is_nobodys(self):
        """Not even a manager writes it; others do not read it either."""
        for model in (*SYSTEM, "telephony.secret", "telephony.gap", "telephony.call.leg"):
            for user in (self.user_sales_manager, self.env.ref("base.user_admin")):
                for operation in ("write", "create", "unlink"):
                    allowed = self.env[model].with_user(user).has_access(operation)
                    self.assertFalse(allowed, (model, operation))
        for model in (*SYSTEM, "telephony.secret", "telephony.gap"):
            mine = self.env[model].with_user(self.user_sales_salesman)
            self.assertFalse(mine.has_access("read"), model)

    @mute_logger("odoo.http")
    def test_what_python_does_is_not_for_rpc(self):
        """The entries of the machinery have no door."""
        self.authenticate("user_sales_manager", "user_sales_manager")
        for model, method in (
            ("telephony.call", "_ingest"),
            ("telephony.caller", "_find"),
            ("telephony.provider", "_open_secrets"),
            ("telephony.provider", "_set_secret"),
            ("telephony.command", "_give_out"),
        ):
            params = {"model": model, "method": method, "args": [[]], "kwargs": {}}
            path = f"/web/dataset/call_kw/{model}/{method}"
            answer = self.url_open(path, json={"params": params}).json()
            self.assertIn("error", answer, method)

    def test_sealed_secrets_have_no_address(self):
        """Core's routes for contents of fields give none."""
        secret = self.provider.secret_ids
        self.authenticate("user_sales_manager", "user_sales_manager")
        for kind in ("content", "image"):
            path = f"/web/{kind}?model=telephony.secret&id={secret.id}&field=sealed"
            answer = self.url_open(path)
            self.assertNotIn(secret.sudo().sealed, answer.text)

    def test_nobody_listens_on_anothers_channel(self):
        """Cards are sent to a person's own channel, which a browser cannot ask for."""
        me, other = self.user_sales_salesman, self.user_sales_leads.partner_id
        asked = [f"res.partner_{other.id}", f'["res.partner",{other.id}]']
        browser = SimpleNamespace(session=SimpleNamespace(uid=me.id))
        with patch("odoo.addons.bus.models.ir_websocket.wsrequest", browser):
            heard = self.env["ir.websocket"].with_user(me)._build_bus_channel_list(asked)
        self.assertIn(me.partner_id, heard)
        self.assertNotIn(other, heard)

    def test_further_numbers(self):
        """Of contacts for all employees, of leads for who works on them."""
        partner = self._create_partner()
        lead = self._create_lead(user_id=self.user_sales_leads.id)
        of_partner, of_lead = self.env["telephony.number"].create(
            [
                {"partner_id": partner.id, "number": "0501112233"},
                {"lead_id": lead.id, "number": "0501112233"},
            ]
        )
        for user, sees_lead in (
            (self.employee, False),
            (self.user_sales_salesman, False),
            (self.user_sales_leads, True),
        ):
            self.assertTrue(of_partner.with_user(user).has_access("read"))
            self.assertEqual(of_lead.with_user(user).has_access("read"), sees_lead, user.login)
        self.assertFalse(of_partner.with_user(self.employee).has_access("write"))
        self.assertFalse(of_lead.with_user(self.user_sales_salesman).has_access("write"))

    def test_a_copied_database_is_quiet(self):
        """Neutralised: providers are off and trust nobody."""
        self.env.flush_all()
        for query in get_neutralization_queries(["crm_telephony_bridge"]):
            self.cr.execute(query)
        self.env.invalidate_all()
        self.assertFalse(self.provider.is_enabled)
        self.assertFalse(self.env["telephony.provider"]._by_key(self.provider.key))
        self.assertEqual(self.provider._open_secrets(), [])
