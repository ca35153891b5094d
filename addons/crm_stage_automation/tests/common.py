# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import itertools

from odoo.addons.crm.tests.common import TestCrmCommon


class PlaybookCommon(TestCrmCommon):
    """Core's sales organisation, a playbook that is on, and factories.

    sales_team_1: leader user_sales_manager; members user_sales_leads, user_admin.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.numbers = itertools.count(1)
        cls.company = cls.env.company
        # Tests count what is planned; the log of the demo data does not belong to it.
        cls.env["crm.playbook.job"].search([("key", "=like", "demo/%")]).unlink()
        cls.playbook = cls.env["crm.playbook"].create({"name": "Playbook"})
        cls.playbook.is_on = True

    @classmethod
    def _create_lead(cls, **values):
        """An open opportunity of the first team."""
        return cls.env["crm.lead"].create(
            {
                "name": f"Lead {next(cls.numbers)}",
                "type": "opportunity",
                "company_id": cls.company.id,
                "team_id": cls.sales_team_1.id,
                "user_id": cls.user_sales_leads.id,
                "stage_id": cls.stage_team1_1.id,
                **values,
            }
        )

    @classmethod
    def _create_rule(cls, *steps, **values):
        """A rule on entering the second stage of the first team; each step is a dict of values."""
        lines = [
            {"name": f"Step {number}", "kind": "wait", "sequence": number, **step}
            for number, step in enumerate(steps or ({},), 1)
        ]
        rule = cls.env["crm.playbook.rule"].create(
            {
                "name": f"Rule {next(cls.numbers)}",
                "playbook_id": cls.playbook.id,
                "trigger": "entered",
                "stage_ids": cls.stage_team1_2.ids,
                "responsible_id": cls.user_sales_manager.id,
                **values,
            }
        )
        cls.env["crm.playbook.step"].create([{"rule_id": rule.id, **line} for line in lines])
        return rule

    def _end(self):
        """What the end of a transaction does."""
        self.env.cr.flush()

    def _jobs(self, records=None, **values):
        """The jobs of some records, or all, that have these values."""
        domain = [(name, "=", value) for name, value in values.items()]
        if records is not None:
            domain += [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        return self.env["crm.playbook.job"].search(domain, order="id")
