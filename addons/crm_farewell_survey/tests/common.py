# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import itertools

from odoo.addons.crm.tests.common import TestCrmCommon


class FarewellCommon(TestCrmCommon):
    """Core's sales organisation, a policy for lost deals, and factories.

    sales_team_1: leader user_sales_manager; members user_sales_leads, user_admin.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.numbers = itertools.count(1)
        cls.company = cls.env.company
        # Ready and demo policies are not what these tests are about.
        cls.env["crm.farewell.policy"].search([]).active = False
        cls.survey = cls._create_survey()
        cls.price = cls.env["crm.lost.reason"].create({"name": "Price"})
        cls.policy = cls._create_policy()

    @classmethod
    def _create_survey(cls, **values):
        """A questionnaire with a choice, a scale and a text."""
        survey = cls.env["survey.survey"].create(
            {"title": "Questions", "survey_type": "farewell", "access_mode": "token", **values}
        )
        cls.env["survey.question"].create(
            [
                {
                    "survey_id": survey.id,
                    "title": "Why?",
                    "question_type": "simple_choice",
                    "sequence": 1,
                    "suggested_answer_ids": [
                        (0, 0, {"value": "Price"}),
                        (0, 0, {"value": "Service"}),
                    ],
                },
                {
                    "survey_id": survey.id,
                    "title": "How satisfied are you?",
                    "question_type": "scale",
                    "sequence": 2,
                },
                {
                    "survey_id": survey.id,
                    "title": "What could be better?",
                    "question_type": "text_box",
                    "sequence": 3,
                },
            ]
        )
        return survey

    @classmethod
    def _create_policy(cls, **values):
        """A policy for lost deals: at once, at any hour."""
        return cls.env["crm.farewell.policy"].create(
            {
                "name": f"Policy {next(cls.numbers)}",
                "event": "lost",
                "survey_id": cls.survey.id,
                "delay_hours": 0,
                "hold_hours": 0,
                "calendar_id": False,
                **values,
            }
        )

    @classmethod
    def _create_person(cls, **values):
        """Somebody with an address and a phone."""
        number = next(cls.numbers)
        return cls.env["res.partner"].create(
            {
                "name": f"Anna Customer {number}",
                "email": f"anna{number}@example.com",
                "phone": f"+3620555{number:04}",
                "country_id": cls.env.ref("base.hu").id,
                **values,
            }
        )

    @classmethod
    def _create_lead(cls, **values):
        """An open opportunity of the first team with a person."""
        if "partner_id" not in values:
            values["partner_id"] = cls._create_person().id
        return cls.env["crm.lead"].create(
            {
                "name": f"Deal {next(cls.numbers)}",
                "type": "opportunity",
                "company_id": cls.company.id,
                "team_id": cls.sales_team_1.id,
                "user_id": cls.user_sales_leads.id,
                "stage_id": cls.stage_team1_1.id,
                "expected_revenue": 1000,
                **values,
            }
        )

    @classmethod
    def _lose(cls, leads, reason=None):
        """Lose deals as the button does, and return their invitations."""
        leads.action_set_lost(lost_reason_id=(reason or cls.price).id)
        return cls._invitations(leads)

    @classmethod
    def _invitations(cls, leads):
        """The invitations of deals, the oldest first."""
        return cls.env["crm.farewell.invitation"].search([("lead_id", "in", leads.ids)], order="id")
