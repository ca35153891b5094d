# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from .desk import DeskCommon


class WorksAtCommon(DeskCommon):
    """A company with a domain and a switchboard, and people who share one or the other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employer = cls._create_partner(
            name="Pumps", is_company=True, website="https://www.pumps.example",
            phone="+380 44 555 66 77", street="Hill 9", city="Kyiv", vat="12345678",
        )  # fmt: skip
        cls.olena = cls._create_partner(name="Olena", email="olena@pumps.example")
        cls.taras = cls._create_partner(
            name="Taras", phone="(044) 555-66-77", country_id=cls.ukraine.id
        )
        cls.stranger = cls._create_partner(name="Stranger", email="someone@gmail.com")
        cls.service = cls.env["crm.dedup.engine"]

    def _people(self, partner, user=None):
        service = self.service.with_user(user) if user else self.service
        partner = partner.with_user(user) if user else partner
        [found] = service.works_at(partner).values()
        return self.env["res.partner"].browse(one["person_id"] for one in found)


@tagged("post_install", "-at_install")
class TestWorksAt(WorksAtCommon):
    """People of a company are recognised and offered to be linked."""

    def test_found_from_both_sides(self):
        """By mail domain and by phone; with the reason."""
        self.assertEqual(self._people(self.employer), self.olena + self.taras)
        [one] = self.service.works_at(self.olena)[self.olena]
        self.assertEqual(one["employer_id"], self.employer.id)
        self.assertEqual(one["reasons"], [("domain", "pumps.example")])
        [one] = self.service.works_at(self.taras)[self.taras]
        self.assertEqual(one["reasons"], [("phone", "+380445556677")])
        self.assertFalse(self.service.works_at(self.stranger)[self.stranger])

    def test_found_by_name_of_company(self):
        """What a person says of the company, in any spelling and with any legal form."""
        self.employer.write({"name": "ТОВ «Сонячний Дім»", "is_company": True})
        self.stranger.write({"company_name": "Sonyachnyi Dim LLC", "city": "Lviv"})
        self.assertIn(self.stranger, self._people(self.employer))
        [one] = self.service.works_at(self.stranger)[self.stranger]
        self.assertEqual(one["employer_id"], self.employer.id)
        self.assertEqual(one["reasons"], [("company", "Sonyachnyi Dim LLC")])
        self.assertIn("Company name", self.stranger.works_at_text)
        self.stranger.company_name = "Something else"
        self.assertFalse(self.service.works_at(self.stranger)[self.stranger])

    def test_who_is_not_proposed(self):
        """Colleagues of ours, contacts of a company already, archived cards, our own company."""
        self.olena.parent_id = self._create_partner(name="Else", is_company=True)
        self.taras.active = False
        self.user_sales_salesman.partner_id.email = "we@pumps.example"
        self.assertFalse(self._people(self.employer))
        ours = self.company.partner_id
        ours.website = "https://ours.example"
        guest = self._create_partner(name="Guest", email="guest@ours.example")
        self.assertFalse(self._people(ours))
        self.assertFalse(self._people(guest))

    def test_companies_are_kept_apart(self):
        """A card of one company is not proposed to one of another; a shared one to both."""
        self.employer.company_id = self.company
        self.olena.company_id = self.other_company
        self.taras.company_id = self.company
        self.assertEqual(self._people(self.employer), self.taras)
        self.olena.company_id = False
        self.assertEqual(self._people(self.employer), self.olena + self.taras)

    def test_business_centre(self):
        """A phone that more than ten companies share says nothing."""
        for number in range(10):
            self._create_partner(name=f"Tenant {number}", is_company=True, phone="+380445556677")
        self.assertFalse(self._people(self.taras))
        self.assertEqual(self._people(self.olena), self.olena)

    @users("user_sales_salesman")
    def test_link_keeps_own_address(self):
        """Core would give her the company's address; her tax number stays as a further one."""
        olena = self.olena.with_user(self.env.user)
        olena.sudo().write({"street": "Peace 1", "city": "Lviv", "vat": "87654321",
                            "company_name": "Pumps Ltd"})  # fmt: skip
        self.assertIn("Pumps", olena.works_at_text)
        self.assertEqual(olena.works_at_count, 1)
        olena.action_works_at_link()
        self.assertEqual(olena.parent_id, self.employer)
        self.assertEqual((olena.street, olena.city), ("Peace 1", "Lviv"))
        self.assertEqual(olena.vat, "12345678")
        self.assertEqual((self.employer.street, self.employer.vat), ("Hill 9", "12345678"))
        self.assertIn(("tax_number", "87654321"), [(r.kind, r.key) for r in olena.identifier_ids])
        note = olena.message_ids[0].body
        self.assertIn("Pumps Ltd", note)
        self.assertIn("87654321", note)
        self.assertFalse(olena.works_at_count)

    def test_undo(self):
        """A link is on record and taken back with the decision."""
        self.olena.write({"street": "Peace 1", "vat": "87654321"})
        self.olena.action_works_at_link()
        link = self.env["crm.dedup.merge"].search([("kind", "=", "works_at")], limit=1)
        self.assertEqual(link.partner_id, self.employer)
        link.action_undo()
        self.assertFalse(self.olena.parent_id)
        self.assertEqual((self.olena.type, self.olena.vat), ("contact", "87654321"))
        self.assertEqual(self.olena.works_at_count, 1)

    def test_empty_company_gets_nothing(self):
        """Core would make the person's address and tax number the company's."""
        self.employer.write({"street": False, "city": False, "vat": False})
        self.olena.write({"street": "Peace 1", "vat": "87654321"})
        self.olena.action_works_at_link()
        self.assertFalse(self.employer.street or self.employer.vat)
        self.assertEqual(self.olena.street, "Peace 1")
        self.assertIn("87654321", self.olena.identifier_ids.mapped("key"))

    def test_link_without_address(self):
        """Who has no address of the own is an ordinary contact with the company's."""
        self.olena.action_works_at_link()
        self.assertEqual((self.olena.type, self.olena.street), ("contact", "Hill 9"))

    def test_link_all_from_company(self):
        """One click on the company's form."""
        self.assertIn("2", self.employer.works_at_text)
        self.employer.action_works_at_link()
        self.assertEqual(self.employer.child_ids, self.olena + self.taras)
        self.assertFalse(self.employer.works_at_count)

    def test_dismissed_is_remembered(self):
        """Not proposed again until somebody takes it back."""
        self.olena.action_works_at_dismiss()
        self.assertFalse(self._people(self.olena))
        self.assertEqual(self._people(self.employer), self.taras)
        row = self.env["crm.dedup.employment"].search([("person_id", "=", self.olena.id)])
        self.assertEqual((row.state, row.decided_by_id), ("dismissed", self.env.user))
        row.action_reset()
        self.assertEqual(self._people(self.olena), self.olena)

    def test_review_shows_what_is_open(self):
        """Opening twice makes no second row; what is no longer so disappears."""
        for _time in range(2):
            action = self.employer.action_works_at_review()
        rows = self.env["crm.dedup.employment"].search(action["domain"])
        self.assertEqual(rows.person_id, self.olena + self.taras)
        self.olena.email = False
        self.employer.action_works_at_review()
        self.assertEqual(rows.exists().person_id, self.taras)

    def test_two_companies(self):
        """With two companies of one domain nobody is linked by a single click."""
        self._create_partner(name="Pumps East", is_company=True, website="pumps.example")
        action = self.olena.action_works_at_link()
        self.assertEqual(action["res_model"], "crm.dedup.employment")
        self.assertFalse(self.olena.parent_id)

    def test_already_somewhere(self):
        """Who has got a company meanwhile is not taken away from it."""
        row = self.env["crm.dedup.employment"]._propose(self.olena)
        self.olena.parent_id = self._create_partner(name="Else", is_company=True)
        with self.assertRaises(UserError):
            row.action_link()

    def test_queries_do_not_grow(self):
        """Forty people take as many queries as four."""
        people = self.env["res.partner"].create(
            [{"name": f"P {n}", "email": f"p{n}@pumps.example"} for n in range(40)]
        )
        people[0].mapped("works_at_text")  # fills the caches of the process
        counts = []
        for some in (people[:4], people):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.mapped("works_at_count")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_integrator(self):
        """An outsider adds evidence of his own: people who say their company's name."""
        Engine = type(self.service)
        inherited = Engine._works_at_rows

        def rows_with_ours(engine, partners):
            found = inherited(engine, partners)
            return [*found, (self.stranger.id, self.employer.id, "badge", "17")]

        self.patch(Engine, "_works_at_rows", rows_with_ours)
        self.assertIn(self.stranger, self._people(self.employer))


@tagged("post_install", "-at_install")
class TestWorksAtRoles(WorksAtCommon):
    """Who sees proposals and who decides."""

    def test_only_readable(self):
        """What the reader may not read is not proposed to him."""
        self.olena.company_id = self.other_company
        self.assertEqual(self._people(self.employer, self.user_sales_salesman), self.taras)
        self.assertEqual(
            self._people(self.employer, self.user_other_company), self.olena + self.taras
        )

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_decisions(self):
        """Decisions go through the buttons, by who may change the person's card."""
        row = self.env["crm.dedup.employment"]._propose(self.olena)
        mine = row.with_user(self.user_sales_salesman)
        for right in ("write", "create", "unlink"):
            self.assertFalse(mine.has_access(right))
        employee = self._create_user("employee_works_at", "base.group_user")
        for action in ("action_link", "action_dismiss", "action_reset"):
            with self.subTest(action=action), self.assertRaises(AccessError):
                getattr(row.with_user(employee), action)()
        self.olena.company_id = self.other_company
        with self.assertRaises(AccessError):
            mine.action_dismiss()
        row.with_user(self.user_other_company).action_dismiss()
        self.assertEqual(row.decided_by_id, self.user_other_company)
