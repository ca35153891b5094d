# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from odoo.fields import Command

from ..tools.job_keys import Key
from .common import PlaybookCommon

FRIDAY = datetime(2026, 1, 2, 10)


class RunnerCommon(PlaybookCommon):
    """Jobs that are due, and their runner without its commits.

    The company works 9 to 18 in Berlin from Monday to Friday; 2026-01-02 is a Friday, 10:00 UTC is
    11:00 there. The rule's responsible user is the leader of the team, user_sales_manager.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id = cls.env["resource.calendar"].create(
            {
                "name": "Office",
                "tz": "Europe/Berlin",
                "company_id": cls.company.id,
                "attendance_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {"name": "x", "dayofweek": str(day), "hour_from": 9, "hour_to": 18}
                        )
                        for day in range(5)
                    ),
                ],
            }
        )
        cls.person, cls.leader = cls.user_sales_leads, cls.user_sales_manager
        (cls.person | cls.leader).tz = "Europe/Berlin"

    def setUp(self):
        super().setUp()
        self.patch(type(self.env["ir.cron"]), "_commit_progress", self._flush)

    @staticmethod
    def _flush(cron, _processed=0, **_values):
        """What a commit does but for committing."""
        cron.env.cr.flush()
        return 60.0

    @classmethod
    def _create_step(cls, kind, rule=None, **values):
        rule = rule or cls._create_rule({"kind": kind, **values})
        return rule.step_ids[-1:]

    @classmethod
    def _create_jobs(cls, step, leads, due=FRIDAY, **values):
        """Jobs as planning makes them."""
        return cls.env["crm.playbook.job"].create(
            [
                {
                    "step_id": step.id,
                    "rule_id": step.rule_id.id,
                    "root_step": step.id,
                    "res_model": lead._name,
                    "res_id": lead.id,
                    "origin_id": lead.id,
                    "key": str(Key(lead._name, lead.id, step.id)),
                    "moment": due,
                    "due": due,
                    "run_as": step.rule_id.responsible_id.id,
                    "company_id": cls.company.id,
                    **values,
                }
                for lead in leads
            ]
        )

    @classmethod
    def _create_leads(cls, count, **values):
        return cls.env["crm.lead"].union(*(cls._create_lead(**values) for _ in range(count)))

    def _run(self):
        """Everything that is due, and the messages about it."""
        self.env["crm.playbook.job"]._cron_run()
        self.env.flush_all()

    def _told(self, user):
        """The lists of things to look at that a person got; core tells of new deals besides."""
        return self.env["mail.message"].search(
            [
                ("partner_ids", "in", user.partner_id.ids),
                ("message_type", "=", "user_notification"),
                ("body", "ilike", "<li>"),
            ]
        )
