# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.addons.crm.tests.common import TestCrmCommon


class FunnelCommon(TestCrmCommon):
    """A company of its own with four stages, and deals with hand-made histories.

    New → Offer → Talk → Won; the stages of the demo data and of core's tests come after them and
    hold none of these deals.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Funnel & Co", "kpi_zone": "UTC"})
        people = cls.user_sales_leads | cls.user_sales_manager | cls.user_sales_salesman
        people.write({"company_ids": [(4, cls.company.id)]})
        (people | cls.env.user).write({"company_ids": [(4, cls.company.id)]})
        cls.team = cls.env["crm.team"].create({"name": "Funnel", "company_id": cls.company.id})
        stages = cls.env["crm.stage"].search([("id", "!=", False)])
        stages.write({"team_ids": [(4, cls.sales_team_1.id)], "is_won": False})
        names = ("New", "Offer", "Talk", "Won")
        cls.stages = cls.env["crm.stage"].create(
            [
                {"name": name, "sequence": -10 + number, "is_won": name == "Won"}
                for number, name in enumerate(names)
            ]
        )
        cls.new, cls.offer, cls.talk, cls.won = cls.stages
        cls.price, cls.time = cls.env["crm.lost.reason"].create(
            [{"name": "Price"}, {"name": "Time"}]
        )
        cls.numbers = iter(range(1, 10_000))

    @contextmanager
    def _on(self, moment):
        """Let it be a moment (UTC), for the transaction, too; what is tracked is kept."""
        at = datetime.fromisoformat(moment)
        with freeze_time(at), patch.object(self.env.cr, "_now", at):
            yield
            self.env.cr.flush()

    def _create_lead(self, moment, **values):
        """A deal made at a moment, in the first stage."""
        with self._on(moment):
            return self.env["crm.lead"].create(
                {
                    "name": f"Deal {next(self.numbers)}",
                    "type": "opportunity",
                    "company_id": self.company.id,
                    "team_id": self.team.id,
                    "user_id": self.user_sales_leads.id,
                    "stage_id": self.new.id,
                    "expected_revenue": 100,
                    **values,
                }
            )

    def _move(self, leads, moment, stage):
        """Move deals into a stage at a moment."""
        with self._on(moment):
            leads.write({"stage_id": stage.id})

    def _lose(self, leads, moment, reason=None):
        """Lose deals at a moment."""
        with self._on(moment):
            leads.action_set_lost(lost_reason_id=reason and reason.id)

    def _funnel(self, date_from, date_to, user=None, **params):
        """The funnel of the company as somebody sees it."""
        model = self.env["crm.kpi.funnel"].with_user(user or self.user_sales_manager)
        model = model.with_context(allowed_company_ids=self.company.ids)
        asked = {"company_id": self.company.id, "date_from": date_from, "date_to": date_to}
        return model.funnel(asked | params)

    def _stage(self, told, stage):
        """What is told of one stage."""
        return next(row for row in told["stages"] if row["id"] == stage.id)

    def _of(self, told, figure):
        """A figure of each stage, in their order."""
        return [row[figure] for row in told["stages"]]
