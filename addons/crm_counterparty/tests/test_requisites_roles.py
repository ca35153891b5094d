# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, warmup

from .requisites_common import RequisitesCommon

MODELS = ("crm.requisite.type", "crm.party.requisite")


class TestRequisitesRoles(RequisitesCommon):
    def test_who_may_what(self):
        """Everybody reads; people who serve or invoice write; managers set the types."""
        groups = {
            "base.group_user": ("r", "r"),
            "sales_team.group_sale_salesman": ("r", "rwcd"),
            "sales_team.group_sale_manager": ("rwcd", "rwcd"),
            "account.group_account_invoice": ("r", "rwcd"),
            "account.group_account_manager": ("rwcd", "rwcd"),
            "base.group_partner_manager": ("r", "rwcd"),
        }
        for group, expected in groups.items():
            wanted = group if group == "base.group_user" else f"base.group_user,{group}"
            user = new_test_user(self.env, group.replace(".", "-"), wanted)
            rights = tuple(
                "".join(
                    letter
                    for letter, operation in zip(
                        "rwcd", ("read", "write", "create", "unlink"), strict=True
                    )
                    if self.env[model].with_user(user).has_access(operation)
                )
                for model in MODELS
            )
            self.assertEqual(rights, expected, group)

    def test_portal_reads_nothing(self):
        """Customers at the portal see requisites on documents only."""
        user = new_test_user(self.env, "portal-requisites", "base.group_portal")
        for model in MODELS:
            self.assertFalse(self.env[model].with_user(user).has_access("read"), model)

    def test_contacts_of_another_company(self):
        """Requisites of a contact of another company are as hidden as the contact."""
        other = self.env["res.company"].create({"name": "Other"})
        line = self._fill(self.russian, ru_kpp="770801001")
        self.russian.company_id = other
        user = self.user_sales_salesman
        self.assertFalse(
            self.env["crm.party.requisite"].with_user(user).search([("id", "=", line.id)])
        )
        with self.assertRaises(AccessError):
            line.with_user(user).read(["value"])

    def test_salesman_fills_in(self):
        """A salesperson fills in the page and reads the labels."""
        partner = self.russian.with_user(self.user_sales_salesman)
        partner.write({"requisite_ids": [self._line("ru_kpp", "770801001")]})
        self.assertEqual(partner.requisite_missing, "INN, OGRN")

    def test_salesman_prints_for_another(self):
        """Who may read an order may print it, with the bank accounts on it."""
        self._fill(self.russian, ru_kpp="770801001")
        partner = self.russian.with_user(self.user_sales_salesman)
        self.assertEqual(partner._printed_requisites(self.env.company), [("KPP", "770801001")])


class TestRequisitesQueries(RequisitesCommon):
    """The same number of queries for few and many."""

    def _parties(self, count):
        return self.env["res.partner"].create(
            [
                {"name": f"Party {number}", "country_id": self.env.ref("base.ru").id}
                for number in range(count)
            ]
        )

    def _queries(self, action, *args):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action(*args)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _grows_not(self, action):
        """Run it with 5 and with 50 contacts; the first run warms the caches."""
        action(self._parties(2))
        few = self._queries(action, self._parties(5))
        many = self._queries(action, self._parties(50))
        self.assertLessEqual(many, few)

    @warmup
    def test_new_requisites(self):
        """Creating rows for 50 contacts costs as much as for 5."""
        kind = self._type("ru_okpo")

        def create(partners):
            self.env["crm.party.requisite"].create(
                [
                    {"partner_id": partner.id, "type_id": kind.id, "value": "00032537"}
                    for partner in partners
                ]
            )

        self._grows_not(create)

    @warmup
    def test_page_of_many(self):
        """Reading the computed fields of 50 contacts costs as much as of 5."""

        def read(partners):
            partners.read(
                ["requisite_missing", "requisite_problem", "requisite_type_ids", "legal_address_id"]
            )

        self._grows_not(read)

    @warmup
    def test_check_of_many(self):
        """Checking 50 parties of a dialog costs as much as 5."""

        def check(partners):
            partners._check_requisites(
                [
                    {"country_id": partner.country_id.id, "company_registry": "1"}
                    for partner in partners
                ]
            )

        self._grows_not(check)


class TestRequisitesOutsider(RequisitesCommon):
    """A module of somebody else brings a check, as ``readme/DEVELOP.md`` says."""

    def test_a_check_of_ones_own(self):
        """One method is enough: it is offered, called, and its sentence is shown."""

        def check(kind, value, party):
            if not value.startswith(party.country):
                told = f"Write {party.country} in front."
                raise ValidationError(told)
            return value.upper()

        model_class = type(self.env["crm.requisite.type"])
        model_class._requisite_check_by_country = check
        self.addCleanup(delattr, model_class, "_requisite_check_by_country")
        self.assertIn(
            ("by_country", "BY COUNTRY"),
            self.env["crm.requisite.type"].fields_get(["check_name"])["check_name"]["selection"],
        )
        self.env["crm.requisite.type"].create(
            {
                "name": "Permit",
                "code": "tw_permit",
                "country_id": self.env.ref("base.tw").id,
                "check_name": "by_country",
            }
        )
        with self.assertRaisesRegex(ValidationError, "Permit 12a: Write TW in front."):
            self._fill(self.taiwanese, tw_permit="12a")
        self.assertEqual(self._fill(self.taiwanese, tw_permit="TW12a").value, "TW12A")

    def test_a_number_by_the_library(self):
        """A further country needs a record only: the library's module is named in it."""
        self.env["crm.requisite.type"].create(
            {
                "name": "BIN",
                "code": "by_unp",
                "country_id": self.env.ref("base.by").id,
                "check_name": "library",
                "library_module": "by.unp",
            }
        )
        belarusian = self._party("Vesna", "by")
        self.assertEqual(self._fill(belarusian, by_unp="200988541").value, "200988541")
        with self.assertRaises(ValidationError):
            belarusian.requisite_ids.value = "200988542"
