# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import nullcontext
from unittest.mock import patch

from odoo.tests import tagged

from ..models import crm_lead_cost
from ..models.crm_remembered_mixin import remembering
from .test_dedup_profiles import ProfileCommon


@tagged("post_install", "-at_install")
class TestLeadCost(ProfileCommon):
    """Making leads costs less than in core alone, and gives the same."""

    def _first_stage(self):
        return self.env["crm.stage"].search([], order="sequence, id", limit=1)

    def test_remembered_until_a_row_changes(self):
        with remembering(self.env):
            found = self._first_stage()
            before = self.env.cr.sql_log_count
            self.assertEqual(self._first_stage(), found)
            self.assertEqual(self.env.cr.sql_log_count, before)
            new = self.env["crm.stage"].create({"name": "Zero", "sequence": -100})
            self.assertEqual(self._first_stage(), new)
            new.sequence = 1000
            self.assertEqual(self._first_stage(), found)
            new.sequence = -100
            self.assertEqual(self._first_stage(), new)
            new.unlink()
            self.assertEqual(self._first_stage(), found)
        self.env["crm.stage"].flush_model()
        self.env.cr.execute("UPDATE crm_stage SET sequence = 1000 WHERE id = %s", (found.id,))
        self.assertNotEqual(self._first_stage(), found)

    def test_remembered_for_one_user_and_context(self):
        self.env["crm.team"].create({"name": "Gone", "active": False})
        teams = self.env["crm.team"]
        with remembering(self.env):
            some, every = teams.search([]), teams.with_context(active_test=False).search([])
            self.assertLess(some, every)
            mine = teams.with_user(self.user_sales_salesman).search([])
            self.assertLessEqual(mine, some)
        self.assertEqual(mine, teams.with_user(self.user_sales_salesman).search([]))

    def _teams_with_history(self, count):
        stage = self._first_stage()
        self.env["crm.lead.scoring.frequency"].create(
            [
                {"variable": "stage_id", "value": str(stage.id), "won_count": 3 + n,
                 "lost_count": 5, "team_id": team.id}
                for n, team in enumerate(
                    self.env["crm.team"].create([{"name": f"Team {n}"} for n in range(count)])
                )
            ]
        )  # fmt: skip

    def _scored(self, lead):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        found = lead._pls_get_naive_bayes_probabilities()
        return found, self.env.cr.sql_log_count - before

    def test_teams_cost_nothing(self):
        """The probability: the same as core's, in as many queries whatever teams there are."""
        lead = self._create_lead(phone="+380501234567")
        self._teams_with_history(2)
        _found, few = self._scored(lead)
        self._teams_with_history(5)
        found, many = self._scored(lead)
        self.assertEqual(many, few)
        with patch.object(crm_lead_cost, "remembering", lambda _env: nullcontext()):
            of_core, queries = self._scored(lead)
        self.assertEqual(found, of_core)
        self.assertGreater(queries, many + 5)

    def test_new_leads_are_read_as_stored_ones(self):
        """What the ORM still knows of a new lead gives the profile that the query gives."""
        firm = self._create_partner(name="Pump Ltd", is_company=True, phone="+380441234567")
        hungary = self.env.ref("base.hu").id
        leads = self.env["crm.lead"].create(
            [
                {"name": "A", "contact_name": "Ann Lee", "phone": "050 123 45 67", "city": "Lviv"},
                {"name": "B", "partner_name": "Pump Ltd", "email_from": "x@pump.example"},
                {"name": "C", "partner_id": firm.id},
                {"name": "D", "contact_name": "", "phone": "06 30 123 4567", "country_id": hungary},
                {"name": "E", "company_id": False, "phone": "+36 1 234 5678", "vat": "12345678"},
                {"name": "F", "street": "Main 1", "street2": "2", "zip": "79000", "website": "a.b"},
            ]
        )
        self.env.flush_all()
        self._settled()
        leads._dedup_refresh()
        self.env.flush_all()
        for lead in leads:
            self.assertFalse(self._profile(lead)[2], lead.name)

    def test_somebody_known_is_still_met(self):
        """The short question of a lone lead overlooks nobody: by phone, its end, or e-mail."""
        partner = self._create_partner(
            name="Ann Lee", phone="+380501234567", email="ann@private.example"
        )
        for values in (
            {"phone": "050 123 45 67"},
            {"email_from": "ANN@private.example"},
            {"phone": "+7 050 123 4567"},
        ):
            lead = self._create_lead(contact_name="Ann Lee", **values)
            self.assertIn(partner, lead.request_ids.related_partner_ids, values)
        nobody = self._create_lead(contact_name="Bob Ray", phone="+380939998877")
        self.assertEqual(len(nobody.request_ids), 1)
        self.assertFalse(nobody.request_ids.related_partner_ids)
        self.assertFalse(nobody.request_ids.unclear)
