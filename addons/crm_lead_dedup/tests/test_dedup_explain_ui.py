# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from .desk import DeskCommon


@tagged("post_install", "-at_install")
class TestDedupExplainUi(HttpCase, DeskCommon):
    """How the probability comes about, as people click it."""

    def test_compare_two_cards(self):
        """Two leads chosen in the list, then one of them with a customer."""
        same = {"contact_name": "Ivan Petrenko", "phone": "+380501234567"}
        self._own_lead(name="Chairs for Ivan", city="Kyiv", **same)
        self._own_lead(name="Desks for Ivan", city="Lviv", **same)
        self._create_partner(name="Ivan Petrenko the Customer", phone="+380501234567")
        self.start_tour(
            "/odoo/action-crm.crm_lead_action_pipeline?view_type=list",
            "crm_lead_dedup_explain",
            login=self.user_sales_salesman.login,
        )
