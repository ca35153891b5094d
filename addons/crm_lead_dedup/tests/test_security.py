# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import mail_new_test_user

from .desk import DeskCommon

MODELS = {
    "crm.intake.source",
    "crm.request",
    "crm.identifier",
    "crm.intake.claim",
    "crm.intake.hit",
    "crm.person.data",
    "crm.person.data.log",
    "crm.request.attach",
    "crm.request.attach.line",
    "crm.request.detach",
    "crm.dedup.channel",
    "crm.dedup.domain",
    "crm.dedup.employment",
    "crm.dedup.event",
    "crm.dedup.mailbox",
    # In test_import_dedup.py
    "crm.dedup.import",
    "crm.dedup.import.column",
    "crm.dedup.import.row",
    "crm.dedup.merge",
    "crm.dedup.merge.change",
    "crm.dedup.merge.conflict",
    "crm.dedup.proposal",
    "crm.dedup.proposal.example",
    "crm.dedup.proposal.line",
    "crm.dedup.report",
    "crm.dedup.rule",
    "crm.dedup.setting",
    "crm.dedup.share",
    # In test_dedup_security.py
    "crm.dedup.cluster",
    "crm.dedup.cluster.member",
    "crm.dedup.figure",
    "crm.dedup.job",
    "crm.dedup.key",
    "crm.dedup.match",
    "crm.dedup.profile",
    # In test_dedup_guards.py
    "crm.dedup.guard",
}


@tagged("post_install", "-at_install")
class TestRoles(DeskCommon):
    """Who may read and write what.

    own: a lead of the salesperson, team: of the leader, free: of nobody, far: another team's.
    Each has a request and an identifier; dropped is a request of the team on no card.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = cls._share_user("portal_visitor", "base.group_portal")
        cls.public = cls.env.ref("base.public_user")
        cls.employee = cls._create_user("employee", "base.group_user")
        cls.leads = {
            "own": cls._own_lead(phone="+380501110001"),
            "team": cls._own_lead(phone="+380501110002", user_id=cls.user_leader.id),
            "free": cls._own_lead(phone="+380501110003", user_id=False, team_id=False),
            "far": cls._create_lead(phone="+380501110004"),
        }
        cls.requests = {}
        for number, (name, lead) in enumerate(cls.leads.items(), 1):
            request = cls._receive(cls.door, phone=f"05011100 0{number}", name=f"P {name}")
            request.user_id = lead.user_id
            request.team_id = lead.team_id
            assert request.lead_id == lead
            cls.requests[name] = request
        cls.requests["dropped"] = cls._receive(
            cls.door, email="bot@x.example", request={"dropped": "spam"}
        )
        cls.foreign_source = cls._create_source(
            company_id=cls.other_company.id, team_id=False, name="Foreign door"
        )
        cls.requests["foreign"] = cls._receive(cls.foreign_source, email="them@y.example")
        cls.source = cls.door
        cls.door.secret_hash = "0" * 64

    @classmethod
    def _share_user(cls, login, group):
        return mail_new_test_user(cls.env, login=login, groups=group)

    def _visible(self, user, records):
        """Names of the records of a dict that the user finds and may read."""
        found = set()
        for name, record in records.items():
            mine = record.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
            if mine.has_access("read") and mine.search([("id", "=", record.id)]):
                found.add(name)
        return found

    def test_requests(self):
        """Own and nobody's; of the led team, on no card too; all; each in the own company."""
        company = {"own", "team", "free", "far", "dropped"}
        expected = {
            self.user_sales_salesman: {"own", "free"},
            self.user_leader: {"own", "team", "free", "dropped"},
            self.user_sales_leads: company,
            self.user_sales_manager: company,
            self.user_other_company: {"foreign"},
            self.employee: set(),
            self.portal: set(),
            self.public: set(),
        }
        for user, names in expected.items():
            with self.subTest(user=user.login):
                self.assertEqual(self._visible(user, self.requests), names)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_nobody_writes_requests(self):
        """Not even administrators of sales: decisions go through the desk."""
        request = self.requests["own"]
        for user in (self.user_sales_salesman, self.user_leader, self.user_sales_manager,
                     self.portal, self.public):  # fmt: skip
            mine = request.with_user(user)
            with self.subTest(user=user.login):
                self.assertFalse(mine.has_access("write"))
                self.assertFalse(mine.has_access("create"))
                self.assertFalse(mine.has_access("unlink"))

    def test_leads(self):
        """The leader's group adds the led teams to core's own and nobody's; also for writing."""
        expected = {
            self.user_sales_salesman: {"own", "free"},
            self.user_leader: {"own", "team", "free"},
            self.user_sales_leads: {"own", "team", "free", "far"},
            self.user_other_company: set(),
            self.portal: set(),
            self.public: set(),
        }
        for user, names in expected.items():
            with self.subTest(user=user.login):
                self.assertEqual(self._visible(user, self.leads), names)
        self.assertTrue(self.leads["own"].with_user(self.user_leader).has_access("write"))
        self.assertFalse(self.leads["far"].with_user(self.user_leader).has_access("write"))

    def test_identifiers(self):
        """As their lead; those of customers as customers are: every employee, never outside."""
        customer = self._create_partner(phone="+380501110009", company_id=self.company.id)
        rows = {name: lead.identifier_ids[:1] for name, lead in self.leads.items()}
        rows["customer"] = customer.identifier_ids[:1]
        expected = {
            self.user_sales_salesman: {"own", "free", "customer"},
            self.user_leader: {"own", "team", "free", "customer"},
            self.user_sales_leads: {"own", "team", "free", "far", "customer"},
            self.employee: {"customer"},
            self.user_other_company: set(),
            self.portal: set(),
            self.public: set(),
        }
        for user, names in expected.items():
            with self.subTest(user=user.login):
                self.assertEqual(self._visible(user, rows), names)

    def test_sources(self):
        """Salespeople read the sources of their company, administrators change them."""
        sources = {"ours": self.door, "foreign": self.foreign_source}
        for user in (self.user_sales_salesman, self.user_leader, self.user_sales_manager):
            self.assertEqual(self._visible(user, sources), {"ours"})
        self.assertEqual(self._visible(self.user_other_company, sources), {"foreign"})
        for user in (self.employee, self.portal, self.public):
            self.assertFalse(self._visible(user, sources))
        self.assertFalse(self.door.with_user(self.user_leader).has_access("write"))
        self.assertTrue(self.door.with_user(self.user_sales_manager).has_access("write"))
        self.assertFalse(self.foreign_source.with_user(self.user_sales_manager).has_access("write"))

    @mute_logger("odoo.models")
    def test_secret_and_raw_fields(self):
        """The hash, the raw payload and the keys of repetition are for settings only."""
        fields = (
            (self.door, "secret_hash"),
            (self.requests["own"], "raw_payload"),
            (self.requests["own"], "idempotency_key"),
            (self.requests["own"], "filled_values"),
            (self.requests["own"], "before_discard"),
        )
        for record, name in fields:
            for user in (self.user_sales_salesman, self.user_leader, self.user_sales_manager):
                mine = record.with_user(user)
                with self.subTest(field=name, user=user.login), self.assertRaises(AccessError):
                    mine.read([name])
                self.assertNotIn(name, mine.fields_get())

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_secret_is_shown_once(self):
        """It is in the answer to its maker alone; afterwards nobody and nothing holds it."""
        door = self.door.with_user(self.user_sales_manager)
        secret = door.action_new_secret()["params"]["secret"]
        self.assertTrue(self.door._secret_matches(secret))
        self.env.flush_all()
        self.env.cr.execute("SELECT t::text FROM crm_intake_source t")
        stored = str(self.env.cr.fetchall())
        self.env.cr.execute("SELECT t::text FROM mail_message t ORDER BY id DESC LIMIT 50")
        self.assertNotIn(secret, stored + str(self.env.cr.fetchall()))
        self.assertNotIn(secret, str(self.door.sudo().read()))
        for user in (self.user_leader, self.user_sales_salesman, self.portal, self.public):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.door.with_user(user).action_new_secret()

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_desk_actions(self):
        """Who may not read a request may not decide on it either."""
        request = self.requests["far"]
        for user in (self.user_sales_salesman, self.user_leader, self.user_other_company,
                     self.employee, self.portal, self.public):  # fmt: skip
            for action in ("action_confirm", "action_discard", "action_put_back", "action_retry",
                           "action_new_lead", "action_attach", "action_detach"):  # fmt: skip
                with self.subTest(user=user.login, action=action), self.assertRaises(AccessError):
                    getattr(request.with_user(user), action)()

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_outside_gets_nothing(self):
        """Portal users and visitors have no right on any of our models."""
        for model in MODELS:
            for user in (self.portal, self.public):
                for right in ("read", "write", "create", "unlink"):
                    with self.subTest(model=model, user=user.login, right=right):
                        self.assertFalse(self.env[model].with_user(user).has_access(right))

    def test_every_model_is_in_the_matrix(self):
        """A new model with a table comes with its rights and its place in this test."""
        ours = self.env["ir.model.data"].search(
            [("module", "=", "crm_lead_dedup"), ("model", "=", "ir.model")]
        )
        models = self.env["ir.model"].browse(ours.mapped("res_id"))
        tables = {m.model for m in models if not self.env[m.model]._abstract}
        core = {"crm.lead", "ir.model.fields", "res.partner", "mail.thread",
                "base.partner.merge.automatic.wizard", "base_import.import",
                "crm.lead2opportunity.partner", "ir.actions.actions", "ir.attachment",
                "crm.stage", "crm.team", "crm.lead.scoring.frequency", "mail.alias",
                "mail.alias.domain"}  # fmt: skip
        self.assertEqual(tables - core, MODELS)

    def test_portal_reads_own_partner_as_before(self):
        """Our fields on customers do not break who may read a customer without them."""
        ours = {"request_ids", "request_count", "identifier_ids", "any_phone_or_email",
                "learnt_identifier_ids", "works_at_count", "works_at_text"}  # fmt: skip
        seen = self.portal.partner_id.with_user(self.portal).fields_get()
        self.assertFalse(ours & set(seen))
        # Not read() of all fields: another add-on's field may refuse this user by itself.
        customer = self._create_partner().with_user(self.employee)
        readable = sorted(ours & set(customer.fields_get()))
        self.assertEqual(readable, ["any_phone_or_email", "identifier_ids"])
        customer.read(readable)

    def test_rows_of_the_card_are_not_edited(self):
        """Who edits a card's phone edits the phone; what is typed is a row by hand."""
        lead = self.leads["own"].with_user(self.user_sales_salesman)
        with self.assertRaises(UserError):
            lead.identifier_ids.filtered(lambda row: row.origin == "card").unlink()
        with self.assertRaises(UserError):
            lead.identifier_ids.filtered(lambda row: row.origin == "card").value = "1"
        row = self.env["crm.identifier"].with_user(self.user_sales_salesman).create(
            {"lead_id": lead.id, "kind": "phone", "value": "050 111 00 77", "origin": "card",
             "key": "+1", "request_id": self.requests["far"].id}
        )  # fmt: skip
        self.assertEqual((row.origin, row.request_id.id), ("manual", False))
        self.assertEqual(row.key, "+380501110077")
        row.value = "050 111 00 78"
        self.assertEqual(row.key, "+380501110078")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_identifiers_of_colleagues_are_not_added_to(self):
        """A salesperson cannot plant a phone on a colleague's lead."""
        with self.assertRaises(AccessError):
            self.env["crm.identifier"].with_user(self.user_sales_salesman).create(
                {"lead_id": self.leads["team"].id, "kind": "phone", "value": "+380501110088"}
            )
        row = (
            self.env["crm.identifier"]
            .with_user(self.user_sales_salesman)
            .create({"lead_id": self.leads["own"].id, "kind": "phone", "value": "+380501110088"})
        )
        with self.assertRaises(AccessError):
            row.lead_id = self.leads["team"].id

    def test_take_over_to_the_customer(self):
        """A person decides that a learnt e-mail is really the customer's."""
        customer = self._create_partner(name="Ann Lee", phone="+380501119999")
        lead = self._own_lead(partner_id=customer.id)
        request = self._receive(self.door, phone="050 111 99 99", email="ann.home@x.example")
        self.assertEqual(request.lead_id, lead)
        customer = customer.with_user(self.user_sales_salesman)
        learnt = customer.learnt_identifier_ids
        self.assertEqual(learnt.mapped("key"), ["ann.home@x.example"])
        learnt.action_take_over()
        self.assertIn("ann.home@x.example", customer.identifier_ids.mapped("key"))
        self.assertFalse(customer.email)
        customer.invalidate_recordset()
        self.assertFalse(customer.learnt_identifier_ids)
