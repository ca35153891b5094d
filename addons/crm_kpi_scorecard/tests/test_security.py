# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from .common import KpiCommon

SEEN = {
    "user_member": {"own", "own in team"},
    "user_leader": {"own", "own in team", "mate", "team"},
    "user_sales_leads": {"own", "own in team", "mate", "team", "far", "company", "product"},
    "user_sales_manager": {"own", "own in team", "mate", "team", "far", "company", "product"},
    "user_b": {"b"},
}
ROLES = tuple(SEEN)
# Written by the engine only.
STORED = ("crm.kpi.snapshot", "crm.kpi.restatement", "crm.kpi.change", "crm.kpi.alert.event")
CONFIGURED = (
    "crm.kpi.measure",
    "crm.kpi.definition",
    "crm.kpi.band.set",
    "crm.kpi.band",
    "crm.kpi.target",
    "crm.kpi.entry",
    "crm.kpi.contest",
    "crm.kpi.contest.seat",
)


@tagged("post_install", "-at_install")
class TestSecurity(KpiCommon):
    """Who sees whose figures, and who may change what.

    Company A: own (of user_member), own in team, mate (of a colleague in the same team), team,
    far (of somebody in no team), company, product. Company B: b, of user_b, who sees all leads.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_b = cls.env["res.company"].create({"name": "Company B"})
        cls.user_b = cls._create_user(
            "user_b",
            "sales_team.group_sale_salesman_all_leads",
            company_id=cls.company_b.id,
            company_ids=[Command.set(cls.company_b.ids)],
        )
        roles = cls.env["res.users"].search([("login", "in", ROLES)])
        roles.write({"group_ids": [Command.link(cls.env.ref("base.group_allow_export").id)]})
        cls.kpi = cls._create_kpi()
        cls.product = cls.env["product.product"].create({"name": "Machine"})
        member, team = cls.user_member.id, cls.team_kpi.id
        places = {
            "own": {"level": "person", "user_id": member},
            "own in team": {"level": "team_person", "user_id": member, "team_id": team},
            "mate": {"level": "person", "user_id": cls.user_mate.id},
            "team": {"level": "team", "team_id": team},
            "far": {"level": "person", "user_id": cls.user_sales_salesman.id},
            "company": {},
            "product": {"level": "product", "product_id": cls.product.id},
            "b": {
                "level": "person",
                "user_id": cls.user_b.id,
                "company_id": cls.company_b.id,
            },
        }
        cls.figures = {name: cls._create_snapshot(cls.kpi, **at) for name, at in places.items()}
        cls.names = {figure.id: name for name, figure in cls.figures.items()}
        cls.restatements = {
            figure.id: cls.env["crm.kpi.restatement"].create({"snapshot_id": figure.id})
            for figure in cls.figures.values()
        }
        cls.ours = [("definition_id", "=", cls.kpi.id)]

    def _seen(self, figures):
        """The names of figures."""
        return {self.names[number] for number in figures.ids}

    @users(*ROLES)
    def test_list(self):
        """A list has the figures of the role, and no others."""
        figures = self.env["crm.kpi.snapshot"].search(self.ours)
        self.assertEqual(self._seen(figures), SEEN[self.env.user.login])

    @users(*ROLES)
    def test_one_domain_says_it_for_boards_too(self):
        """Boards read as root, narrowed by the method that the rules mirror."""
        model = self.env["crm.kpi.snapshot"]
        narrowed = model.sudo().search(model._kpi_visible_domain() & Domain(self.ours))
        self.assertEqual(narrowed, model.search(self.ours))

    @users(*ROLES)
    def test_pivot(self):
        """Groups count no figure that is not seen."""
        rows = self.env["crm.kpi.snapshot"].formatted_read_group(
            self.ours, ["level"], ["__count", "numerator:sum"]
        )
        expected = len(SEEN[self.env.user.login])
        self.assertEqual(sum(row["__count"] for row in rows), expected)
        self.assertEqual(sum(row["numerator:sum"] for row in rows), expected)

    @users(*ROLES)
    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_read_and_export_by_id(self):
        """Who knows the number of a figure reads and exports it only if it is his to see."""
        for name, figure in self.figures.items():
            mine = figure.with_env(self.env)
            if name in SEEN[self.env.user.login]:
                self.assertTrue(mine.export_data(["value"])["datas"])
                continue
            with self.subTest(name), self.assertRaises(AccessError):
                mine.read(["value"])
            with self.subTest(name), self.assertRaises(AccessError):
                mine.export_data(["value"])

    @users(*ROLES)
    def test_restatements_follow_their_figures(self):
        """What a figure would be by now is as secret as the figure."""
        found = self.env["crm.kpi.restatement"].search(self.ours)
        self.assertEqual(self._seen(found.snapshot_id), SEEN[self.env.user.login])

    @users("user_sales_manager")
    def test_manager_of_both_companies_sees_those_he_works_in(self):
        """Switched to A, a manager of both has no figure of B before his eyes."""
        self.user_sales_manager.sudo().company_ids |= self.company_b
        model = self.env["crm.kpi.snapshot"]
        both = model.with_context(allowed_company_ids=(self.company | self.company_b).ids)
        alone = model.with_context(allowed_company_ids=self.company.ids)
        self.assertNotIn("b", self._seen(alone.search(self.ours)))
        self.assertIn("b", self._seen(both.search(self.ours)))

    @users(*ROLES)
    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_nobody_writes_what_the_engine_writes(self):
        """Not even a manager: neither made, nor changed, nor deleted."""
        for name in STORED:
            model = self.env[name]
            for operation in ("create", "write", "unlink"):
                with self.subTest(f"{name} {operation}"):
                    self.assertFalse(model.has_access(operation))
        figure = self.figures["own"].with_env(self.env)
        for act in (
            lambda: figure.write({"value": 5}),
            figure.unlink,
            lambda: figure.copy({"date_from": "2026-04-01"}),
        ):
            with self.assertRaises(AccessError):
                act()

    @users("user_member", "user_leader", "user_sales_leads")
    def test_only_managers_configure(self):
        """Everybody else reads at most."""
        for name in CONFIGURED:
            for operation in ("create", "write", "unlink"):
                with self.subTest(f"{name} {operation}"):
                    self.assertFalse(self.env[name].has_access(operation))

    @users("user_sales_manager")
    def test_managers_configure(self):
        """All of it."""
        for name in CONFIGURED:
            for operation in ("read", "create", "write", "unlink"):
                with self.subTest(f"{name} {operation}"):
                    self.assertTrue(self.env[name].has_access(operation))

    def test_no_access_without_sales(self):
        """An employee of another department reads nothing."""
        employee = self._create_user("user_clerk", "base.group_user")
        for name in (*STORED, *CONFIGURED, "crm.kpi.alert"):
            with self.subTest(name):
                self.assertFalse(self.env[name].with_user(employee).has_access("read"))
        model = self.env["crm.kpi.snapshot"].with_user(employee)
        self.assertFalse(model.sudo().search(model._kpi_visible_domain()))

    def _found(self, model, login):
        """What somebody reads of a model, of this KPI."""
        user = self.env["res.users"].search([("login", "=", login)])
        return self.env[model].with_user(user).search(self.ours)

    def test_targets_are_seen_like_figures(self):
        """A salesperson's target is nobody's business but his leader's."""
        common = {
            "definition_id": self.kpi.id,
            "company_id": self.company.id,
            "date_from": "2026-03-01",
            "date_to": "2026-03-31",
            "value": 5,
        }
        subjects = {
            "own": {"user_id": self.user_member.id},
            "mate": {"user_id": self.user_mate.id},
            "team": {"team_id": self.team_kpi.id},
            "company": {},
        }
        made = {
            name: self.env["crm.kpi.target"].create({**common, **values})
            for name, values in subjects.items()
        }
        for login, names in {
            "user_member": {"own"},
            "user_leader": {"own", "mate", "team"},
            "user_sales_leads": set(subjects),
            "user_b": set(),
        }.items():
            seen = self._found("crm.kpi.target", login)
            with self.subTest(login):
                self.assertEqual({name for name in made if made[name] in seen}, names)

    def test_limits_for_others_are_not_shown(self):
        """General limits are for all; those of a person for him and his leader."""
        general = self._create_bands(self.kpi)
        own = self._create_bands(self.kpi, user_id=self.user_member.id)
        mate = self._create_bands(self.kpi, user_id=self.user_mate.id)
        self.assertEqual(self._found("crm.kpi.band.set", "user_member"), general | own)
        self.assertEqual(self._found("crm.kpi.band.set", "user_leader"), general | own | mate)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_configuration_of_another_company_is_not_seen(self):
        """KPIs of all companies are seen everywhere, those of A in A only."""
        ours = self._create_kpi(company_id=self.company.id)
        theirs = self.env["crm.kpi.definition"].with_user(self.user_b)
        found = theirs.search([("id", "in", (ours | self.kpi).ids)])
        self.assertEqual(found, self.kpi)
        with self.assertRaises(AccessError):
            ours.with_user(self.user_b).read(["name"])

    @users("user_sales_manager")
    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nothing_is_handed_to_another_company(self):
        """A manager of A writes nothing that B would find among its own."""
        kpi = self._create_kpi(company_id=self.company.id).with_env(self.env)
        values = {"definition_id": self.kpi.id, "date_from": "2026-03-01", "value": 1}
        target = self.env["crm.kpi.target"].create({**values, "date_to": "2026-03-31"})
        for record in (kpi, kpi.numerator_id, target):
            with self.subTest(record._name), self.assertRaises(AccessError):
                record.company_id = self.company_b.id

    @users("user_member")
    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_alerts_are_ones_own(self):
        """Everybody subscribes himself, and nobody else."""
        model = self.env["crm.kpi.alert"]
        mine = model.create({"definition_id": self.kpi.id})
        self.assertEqual(mine.subscriber_id, self.user_member)
        with self.assertRaises(AccessError):
            model.create({"definition_id": self.kpi.id, "subscriber_id": self.user_mate.id})
        with self.assertRaises(AccessError):
            mine.subscriber_id = self.user_mate
        self.assertFalse(mine.with_user(self.user_mate).has_access("read"))
