# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import itertools

from odoo import fields

from odoo.addons.crm.tests.common import TestCrmCommon
from odoo.addons.mail.tests.common import mail_new_test_user


class KpiCommon(TestCrmCommon):
    """Core's sales organisation, a team whose leader sees own documents only, and factories.

    team_kpi: leader user_leader; members user_member, user_mate. All three are plain salespeople.
    Core's: user_sales_manager (manager), user_sales_leads (all leads), user_sales_salesman (own).
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._forget_demo()
        cls.numbers = itertools.count(1)
        cls.company = cls.company_main
        cls.company.kpi_zone = "UTC"
        cls.user_leader, cls.user_member, cls.user_mate = (
            cls._create_user(login) for login in ("user_leader", "user_member", "user_mate")
        )
        cls.team_kpi = cls.env["crm.team"].create(
            {
                "name": "Team of the Scorecard",
                "company_id": False,
                "user_id": cls.user_leader.id,
                "member_ids": [fields.Command.set((cls.user_member | cls.user_mate).ids)],
            }
        )

    @classmethod
    def _forget_demo(cls):
        """Tests count deals and orders of core's company; the months of our demo are not theirs."""
        team = cls.env.ref("crm_kpi_scorecard.demo_team", raise_if_not_found=False)
        if team:
            cls.env.flush_all()
            cls.env.cr.execute("DELETE FROM sale_order WHERE team_id = %s", [team.id])
            cls.env.cr.execute("DELETE FROM crm_lead WHERE team_id = %s", [team.id])
            cls.env.invalidate_all()

    @classmethod
    def _create_user(cls, login, groups="sales_team.group_sale_salesman", **values):
        """Somebody of the sales department."""
        return mail_new_test_user(
            cls.env,
            login=login,
            name=login.replace("user_", "").replace("_", " ").title(),
            email=f"{login}@test.example.com",
            company_id=values.pop("company_id", cls.company_main.id),
            groups=groups,
            **values,
        )

    @classmethod
    def _create_measure(cls, **values):
        """A measure of leads: how many deals were won, by person and team."""
        number = next(cls.numbers)
        model = values.pop("model", "crm.lead")
        given = {
            "name": f"Measure {number}",
            "code": f"measure_{number}",
            "source": "records",
            "model_id": cls.env["ir.model"]._get_id(model) if model else False,
            "domain": "[('won_status', '=', 'won')]" if model == "crm.lead" else "[]",
            "date_field": "date_won" if model == "crm.lead" else False,
            "person_path": "user_id" if model == "crm.lead" else False,
            "team_path": "team_id" if model == "crm.lead" else False,
            "company_path": "company_id" if model == "crm.lead" else False,
        }
        return cls.env["crm.kpi.measure"].create({**given, **values})

    @classmethod
    def _create_kpi(cls, numerator=None, denominator=None, **values):
        """A KPI, of a new measure unless told otherwise; with a denominator it is a ratio."""
        kinds = {"sum": "sum", "avg": "average"}
        number = next(cls.numbers)
        if numerator is None and values.get("kind") != "formula":
            numerator = cls._create_measure()
        kind = "ratio" if denominator else kinds.get(numerator and numerator.aggregate, "count")
        given = {
            "name": f"KPI {number}",
            "code": f"kpi_{number}",
            "kind": kind,
            "numerator_id": numerator.id if numerator else False,
            "denominator_id": denominator.id if denominator else False,
        }
        return cls.env["crm.kpi.definition"].create({**given, **values})

    @classmethod
    def _create_bands(cls, definition, *bands, **values):
        """A scale; each band is ``(low, high, colour)`` and, unless it is "[)", its ends."""
        lines = [
            {
                "sequence": number,
                "name": colour,
                "colour": colour,
                "has_low": low is not None,
                "low": low or 0,
                "low_included": (ends or ["[)"])[0][0] == "[",
                "has_high": high is not None,
                "high": high or 0,
                "high_included": (ends or ["[)"])[0][1] == "]",
            }
            for number, (low, high, colour, *ends) in enumerate(bands)
        ]
        return cls.env["crm.kpi.band.set"].create(
            {
                "definition_id": definition.id,
                "company_id": definition.company_id.id,
                "band_ids": [fields.Command.create(line) for line in lines],
                **values,
            }
        )

    @classmethod
    def _create_lead(cls, user=None, team=None, created=None, **values):
        """An open opportunity; ``created`` is a moment in UTC."""
        lead = cls.env["crm.lead"].create(
            {
                "name": f"Lead {next(cls.numbers)}",
                "type": "opportunity",
                "company_id": cls.company.id,
                "team_id": team.id if team else False,
                "user_id": user.id if user else False,
                "stage_id": cls.stage_gen_1.id,
                **values,
            }
        )
        if created:
            lead.flush_recordset()
            cls.env.cr.execute(
                "UPDATE crm_lead SET create_date = %s WHERE id = %s", [created, lead.id]
            )
            lead.invalidate_recordset(["create_date"])
        return lead

    @classmethod
    def _create_won(cls, user=None, team=None, when=None, amount=0.0, **values):
        """A deal that was won at a moment (UTC; now, when none is given)."""
        when = when or fields.Datetime.now()
        return cls._create_lead(
            user,
            team,
            **{
                "stage_id": cls.stage_gen_won.id,
                "expected_revenue": amount,
                "date_won": when,
                "date_closed": when,
                **values,
            },
        )

    @classmethod
    def _create_snapshot(cls, definition, **values):
        """A stored figure, as the engine leaves it: March 2026 of the whole company."""
        return (
            cls.env["crm.kpi.snapshot"]
            .sudo()
            .create(
                {
                    "definition_id": definition.id,
                    "company_id": cls.company.id,
                    "kind": "month",
                    "date_from": "2026-03-01",
                    "date_to": "2026-03-31",
                    "zone": "UTC",
                    "level": "company",
                    "figure_state": "ok",
                    "value": 1.0,
                    "numerator": 1.0,
                    "sample": 1,
                    "computed_at": fields.Datetime.now(),
                    **values,
                }
            )
        )
