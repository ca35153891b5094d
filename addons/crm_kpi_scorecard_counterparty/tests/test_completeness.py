# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from fractions import Fraction

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.crm_kpi_scorecard.models.kpi_reading import Key
from odoo.addons.crm_kpi_scorecard.tests.common import KpiCommon
from odoo.addons.crm_kpi_scorecard.tools.periods import Period

MARCH = Period("month", date(2031, 3, 1))


@tagged("post_install", "-at_install")
class TestCompleteness(KpiCommon):
    """The mean score of somebody's open cards."""

    def test_mean_of_open_cards(self):
        """Half and three quarters complete: 62.5 %; won cards are left out."""
        kpi = self.env.ref("crm_kpi_scorecard.kpi_card_completeness")
        rule = self.env["crm.card.rule"].search([("id", "!=", False)], limit=1)
        leads = [self._create_lead(self.user_member) for _number in range(3)]
        won = self._create_won(self.user_member)
        self.env.flush_all()
        for lead, score, rule_id in (
            (leads[0], 50, rule.id),
            (leads[1], 75, rule.id),
            (leads[2], 0, None),
            (won, 100, rule.id),
        ):
            self.env.cr.execute(
                "UPDATE crm_lead SET card_score = %s, card_rule_id = %s WHERE id = %s",
                [score, rule_id, lead.id],
            )
        with freeze_time("2031-03-10 12:00:00"):
            found = kpi._kpi_figures([MARCH], companies=self.company)
            key = Key(self.company.id, MARCH, "person", (self.user_member.id,))
            self.assertEqual(kpi._kpi_scaled(found[kpi.id, key]), Fraction(125, 2))
            model, domain = kpi._kpi_records("numerator", key)
            self.assertEqual(
                self.env[model].search(domain).ids, sorted([leads[0].id, leads[1].id], reverse=True)
            )

    def test_other_periods(self):
        """It is told of the current period only."""
        kpi = self.env.ref("crm_kpi_scorecard.kpi_card_completeness")
        self.assertTrue(kpi._kpi_is_stock())
