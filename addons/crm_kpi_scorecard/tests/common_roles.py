# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.fields import Command
from odoo.tools import mute_logger

from .common import KpiCommon

# Who has no business with figures at all.
NOBODY = ("public", "portal", "clerk")
MARCH = {"date_from": "2026-03-01", "date_to": "2026-03-31"}


class RolesCommon(KpiCommon):
    """Every role, and one record of each kind at each place.

    In company A: own (of member), mate (of his team, led by leader), far (of another), company.
    In company B: b, of somebody who reads everything there. The role "both" manages in both
    companies and has chosen B.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_b = cls.env["res.company"].create({"name": "Company B", "kpi_zone": "UTC"})
        there = {"company_id": cls.company_b.id, "company_ids": [Command.set(cls.company_b.ids)]}
        everywhere = {**there, "company_ids": [Command.set((cls.company | cls.company_b).ids)]}
        cls.roles = {
            "public": cls.env.ref("base.public_user"),
            "portal": cls._create_user("user_portal", "base.group_portal"),
            "clerk": cls._create_user("user_clerk", "base.group_user"),
            "member": cls.user_member,
            "leader": cls.user_leader,
            "all": cls.user_sales_leads,
            "manager": cls.user_sales_manager,
            "admin": cls.env.ref("base.user_admin"),
            "b": cls._create_user(
                "user_stranger", "sales_team.group_sale_salesman_all_leads", **there
            ),
            "both": cls._create_user("user_both", "sales_team.group_sale_manager", **everywhere),
        }
        cls.working_in = {
            role: cls.company_b if role in ("b", "both") else cls.company for role in cls.roles
        }
        export = cls.env.ref("base.group_allow_export")
        for role in cls.roles.keys() - set(NOBODY):
            cls.roles[role].group_ids |= export
        cls.kpi = cls._create_kpi(name="Won", per_product=False)
        cls.kpi_a = cls._create_kpi(company_id=cls.company.id)
        cls.places = {
            "own": cls._place(cls.company, cls.user_member),
            "mate": cls._place(cls.company, cls.user_mate),
            "far": cls._place(cls.company, cls.user_sales_salesman),
            "company": cls._place(cls.company),
            "b": cls._place(cls.company_b, cls.roles["b"]),
        }
        cls.made = {
            "crm.kpi.snapshot": cls._make_figures(),
            "crm.kpi.target": cls._make("crm.kpi.target", definition_id=cls.kpi.id, **MARCH),
            "crm.kpi.entry": cls._make("crm.kpi.entry", measure_id=cls._entered().id),
            "crm.kpi.change": cls._make_changes(),
        }
        cls.made["crm.kpi.restatement"] = {
            name: cls.env["crm.kpi.restatement"].create({"snapshot_id": figure.id})
            for name, figure in cls.made["crm.kpi.snapshot"].items()
        }
        cls._make_contests()
        cls._make_alerts()
        cls.env.flush_all()

    def setUp(self):
        """Refusals are what is tested."""
        super().setUp()
        rights = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
        self.enterContext(mute_logger(*rights))

    @classmethod
    def _place(cls, company, user=None):
        return {"company_id": company.id, "user_id": user.id if user else False}

    @classmethod
    def _make(cls, model, **values):
        """A record at each place."""
        return {
            name: cls.env[model].create({"value": 5, **values, **place})
            for name, place in cls.places.items()
        }

    @classmethod
    def _make_figures(cls):
        return {
            name: cls._create_snapshot(
                cls.kpi, level="person" if place["user_id"] else "company", **place
            )
            for name, place in cls.places.items()
        }

    @classmethod
    def _entered(cls):
        return cls._create_measure(source="entries", model=None)

    @classmethod
    def _make_changes(cls):
        """What happened to a deal of either company."""
        values = {"model": "crm.lead", "res_id": 1, "what": "changed"}
        return {
            name: cls.env["crm.kpi.change"].sudo().create({**values, "company_id": company.id})
            for name, company in (("a", cls.company), ("b", cls.company_b))
        }

    @classmethod
    def _make_contests(cls):
        """Two people of A against each other, and one of B alone."""
        contests, seats = {}, {}
        for name, company, people in (
            ("a", cls.company, {"own": cls.user_member, "mate": cls.user_mate}),
            ("b", cls.company_b, {"b": cls.roles["b"]}),
        ):
            contest = cls.env["crm.kpi.contest"].create(
                {
                    "name": f"Contest {name}",
                    "definition_id": cls.kpi.id,
                    "company_id": company.id,
                    "date_from": date(2026, 3, 1),
                    "date_to": date(2099, 3, 31),
                    "state": "running",
                    "team_ids": cls.team_kpi.ids if name == "a" else [],
                    "user_ids": [one.id for one in people.values()] if name == "b" else [],
                    "seat_ids": [Command.create({"user_id": one.id}) for one in people.values()],
                }
            )
            contests[name] = contest
            seats |= dict(zip(people, contest.seat_ids.sorted("id"), strict=True))
        cls.made |= {"crm.kpi.contest": contests, "crm.kpi.contest.seat": seats}

    @classmethod
    def _make_alerts(cls):
        """Three who are told of their own figures, and have been."""
        alerts, events = {}, {}
        for name in ("own", "mate", "b"):
            place = cls.places[name]
            alerts[name] = cls.env["crm.kpi.alert"].create(
                {
                    "definition_id": cls.kpi.id,
                    "subscriber_id": place["user_id"],
                    "company_id": place["company_id"],
                }
            )
            figure = cls.made["crm.kpi.snapshot"][name]
            events[name] = (
                cls.env["crm.kpi.alert.event"]
                .sudo()
                .create({"alert_id": alerts[name].id, "snapshot_id": figure.id, "text": "secret"})
            )
        cls.made |= {"crm.kpi.alert": alerts, "crm.kpi.alert.event": events}

    def _as(self, role, records):
        """Records, or a model, as somebody has them in the company he works in."""
        self.env.flush_all()
        self.env.invalidate_all()
        company = self.working_in[role]
        records = records.with_user(self.roles[role])
        if role == "public":
            return records
        return records.with_context(allowed_company_ids=company.ids)
