# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .desk import DeskCommon
from .merging import LEFT_BEHIND, MergeCommon

# Every value of the lead differs from the customer's.
LEAD = {
    "contact_name": "Olena Kovalenko",
    "partner_name": "Kovalenko Pumps",
    "function": "Buyer",
    "email_from": "olena@pumps.example",
    "phone": "050 111 22 33, 067 111 22 33",
    "website": "https://pumps.example",
    "vat": "1234567899",
    "street": "Peace 1",
    "street2": "Office 2",
    "city": "Kyiv",
    "zip": "01001",
}
CUSTOMER = {
    "name": "Lena Kovalenko",
    "company_name": "Pump Trade",
    "function": "Director",
    "email": "lena@trade.example",
    "phone": "+380 44 555 66 77",
    "website": "https://trade.example",
    "vat": "9876543219",
    "street": "Hill 9",
    "city": "Lviv",
    "zip": "79000",
}


@tagged("post_install", "-at_install")
class TestOwnValues(DeskCommon):
    """A lead that gets a customer keeps what it said itself."""

    def setUp(self):
        super().setUp()
        self.customer = self._create_partner(**CUSTOMER)
        self.lead = self._create_lead(user_id=self.user_sales_salesman.id, **LEAD)

    def _further(self, lead):
        """Keys of what the lead knows beside its fields."""
        rows = lead.identifier_ids.filtered(lambda row: row.origin == "manual")
        return {(row.kind, row.key) for row in rows}

    def _assert_kept(self, lead):
        self.assertEqual(
            self._further(lead),
            {
                ("phone", "+380501112233"),
                ("phone", "+380671112233"),
                ("email", "olena@pumps.example"),
                ("domain", "pumps.example"),
            },
        )
        self.assertEqual(
            self.customer.read(list(CUSTOMER))[0] | {"id": 0}, CUSTOMER | {"id": 0},
            "nothing of the customer was overwritten",
        )  # fmt: skip

    def test_written(self):
        """By whatever path: the customer's values stand in the fields, the own ones beside."""
        self.lead.partner_id = self.customer
        self.assertEqual(self.lead.phone, CUSTOMER["phone"])
        self.assertEqual(self.lead.email_from, CUSTOMER["email"])
        self._assert_kept(self.lead)

    def test_form(self):
        """The form fills the customer's values in before saving."""
        with Form(self.lead) as form:
            form.partner_id = self.customer
        self.assertEqual(self.lead.phone_sanitized, self.customer.phone_sanitized)
        self._assert_kept(self.lead)

    def test_still_recognised(self):
        """A request by the lead's former phone comes to the lead."""
        self.lead.partner_id = self.customer
        request = self._receive(self.door, phone="0501112233")
        self.assertEqual(request.lead_id, self.lead)

    def test_another_customer(self):
        """The values of the former customer are not the lead's own."""
        self.lead.partner_id = self.customer
        kept = self._further(self.lead)
        self.lead.partner_id = self._create_partner(email="else@else.example", phone="+380441")
        self.assertEqual(self._further(self.lead), kept)

    def test_conversion(self):
        """The convert wizard notes names and address too, with the labels of the form."""
        wizard = self.env["crm.lead2opportunity.partner"].with_context(
            active_model="crm.lead", active_ids=self.lead.ids, active_id=self.lead.id
        )
        values = {"name": "convert", "action": "exist", "partner_id": self.customer.id}
        wizard.create(values).action_apply()
        self._assert_kept(self.lead)
        [note] = self.lead.message_ids.filtered(lambda message: "Before that" in message.body)
        for name in ("contact_name", "partner_name", "function", "street", "street2", "city"):
            self.assertIn(LEAD[name], note.body)
        self.assertTrue(note.is_internal)

    def test_nothing_to_note(self):
        """A customer made of the lead itself replaces nothing."""
        lead = self._create_lead(
            contact_name="New", phone="+380501110000", email_from="n@n.example"
        )
        lead._handle_partner_assignment()
        self.assertTrue(lead.partner_id)
        self.assertFalse(self._further(lead))
        self.assertFalse(lead.message_ids.filtered(lambda message: "Before that" in message.body))


@tagged("post_install", "-at_install")
class TestLink(MergeCommon):
    """Linking by the engine: checked, noted, on record, and undone to the last column."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_partner(**CUSTOMER)
        cls.lead = cls._create_lead(**LEAD)
        cls.engine = cls.env["crm.dedup.engine"]

    def test_link_and_undo(self):
        """All that linking wrote is written back; what was learnt before stays."""
        before = self._dump()
        link = self.engine.link(self.lead, self.customer)
        self.assertEqual((link.kind, link.is_undoable, link.lead_id), ("link", True, self.lead))
        self.assertEqual(self.lead.partner_id, self.customer)
        self.assertIn("olena@pumps.example", self.lead.identifier_ids.mapped("value"))
        self.assertTrue(self.lead.message_ids.filtered(lambda note: "Before that" in note.body))
        found = self.engine.check_values("crm.lead", [{"email_from": LEAD["email_from"]}])[0]
        self.assertIn(self.lead.id, [match["id"] for match in found], "compared by what it knew")
        link.action_undo()
        self.assertFalse(self.lead.partner_id)
        self.assertSameDump(before, self._dump(), LEFT_BEHIND | {"crm_dedup_event"})

    def test_already_linked(self):
        """Linking again does nothing; to another customer it is refused."""
        self.engine.link(self.lead, self.customer)
        self.assertFalse(self.engine.link(self.lead, self.customer))
        with self.assertRaises(UserError):
            self.engine.link(self.lead, self._create_partner())

    def test_other_company(self):
        """A customer of another company is refused."""
        other = self.env["res.company"].create({"name": "Other"})
        self.customer.company_id = other
        with self.assertRaises(UserError):
            self.engine.link(self.lead, self.customer)

    def test_merged_cards_stand_for_their_survivors(self):
        """Whoever links to a card that was merged meanwhile links to the one that stays."""
        lead, customer = self._create_lead(), self._create_partner()
        self.engine.merge(lead, self.lead)
        self.engine.merge(customer, self.customer)
        link = self.engine.link(self.lead, self.customer)
        self.assertEqual((link.lead_id, link.partner_id), (lead, customer))
        self.assertEqual(lead.partner_id, customer)

    def test_match_is_confirmed(self):
        """A proposed pair is decided; undoing takes that back too."""
        match = self.env["crm.dedup.match"].sudo().create({
            "left_model": "crm.lead", "left_id": self.lead.id, "left_lead_id": self.lead.id,
            "right_model": "res.partner", "right_id": self.customer.id,
            "right_partner_id": self.customer.id, "tier": "review", "relation": "duplicate",
        })  # fmt: skip
        link = self.engine.link(self.lead, self.customer)
        self.assertEqual(match.state, "confirmed")
        link.action_undo()
        self.assertEqual(match.state, "candidate")

    def test_integrator(self):
        """An outsider has a value of his own noted, and another written with the company."""
        inherited = type(self.lead)._own_values
        self.patch(
            type(self.lead),
            "_own_values",
            lambda lead: {**inherited(lead), "Badge": not lead.partner_id and "Number 17"},
        )
        partners = type(self.customer)
        changes = partners._employment_changes
        self.patch(
            partners,
            "_employment_changes",
            lambda person, company: {**changes(person, company), "function": "Staff"},
        )
        self.engine.link(self.lead, self.customer)
        self.assertIn("Badge: Number 17", "".join(self.lead.message_ids.mapped("body")))
        employer = self._create_partner(name="Pumps", is_company=True)
        self.customer._link_employer(employer)
        self.assertEqual(self.customer.function, "Staff")

    @users("user_sales_salesman")
    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_may(self):
        """A salesperson links the own leads, not a colleague's."""
        engine = self.engine.with_user(self.env.user)
        customer = self.customer.with_user(self.env.user)
        with self.assertRaises(AccessError):
            engine.link(self.lead.with_user(self.env.user), customer)
        self.lead.user_id = self.env.user
        engine.link(self.lead.with_user(self.env.user), customer)
        self.assertEqual(self.lead.partner_id, self.customer)
