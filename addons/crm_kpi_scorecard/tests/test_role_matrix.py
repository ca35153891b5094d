# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_roles import NOBODY, RolesCommon

A = {"own", "mate", "far", "company"}
TEAM = {"own", "mate"}
FIGURES = ("crm.kpi.snapshot", "crm.kpi.restatement", "crm.kpi.target", "crm.kpi.entry")
COLUMNS = (
    FIGURES,
    ("crm.kpi.change",),
    ("crm.kpi.contest",),
    ("crm.kpi.contest.seat",),
    ("crm.kpi.alert", "crm.kpi.alert.event"),
)
# What a role sees of each column; None: not even an empty list.
MATRIX = {
    "public": (None,) * 5,
    "portal": (None,) * 5,
    "clerk": (None,) * 5,
    "member": ({"own"}, None, {"a"}, {"own"}, {"own"}),
    "leader": (TEAM, None, {"a"}, TEAM, set()),
    "all": (A, {"a"}, {"a"}, TEAM, set()),
    "manager": (A, {"a"}, {"a"}, TEAM, TEAM),
    "admin": (A, {"a"}, {"a"}, TEAM, TEAM),
    "b": ({"b"}, {"b"}, {"b"}, {"b"}, {"b"}),
    "both": ({"b"}, {"b"}, {"b"}, {"b"}, {"b"}),
}
SEEN = [
    (role, model, names)
    for role, row in MATRIX.items()
    for models, names in zip(COLUMNS, row, strict=True)
    for model in models
]


@tagged("post_install", "-at_install")
class TestRoleMatrix(RolesCommon):
    """A salesperson has his own rows and the contest, company A nothing of company B."""

    def _each(self, check):
        """Check each role with each model: as he has it, with our records and what he sees."""
        for role, model, names in SEEN:
            with self.subTest(role=role, model=model):
                check(self._as(role, self.env[model]), self.made[model], names)

    def _ours(self, made):
        return [("id", "in", [record.id for record in made.values()])]

    def test_lists(self):
        """A list, and the names offered for a choice, have what is his and nothing else."""

        def check(model, made, names):
            ours = self._ours(made)
            for read in (
                lambda: model.search(ours).ids,
                lambda: [row["id"] for row in model.web_search_read(ours, {"id": {}})["records"]],
                lambda: [number for number, _name in model.name_search("", ours)],
            ):
                if names is None:
                    self.assertRaises(AccessError, read)
                else:
                    self.assertEqual(set(read()), {made[name].id for name in names})

        self._each(check)

    def test_pivots(self):
        """Groups count nothing that is not his, whatever they are grouped by."""
        by = {"crm.kpi.alert.event": "state", "crm.kpi.contest.seat": "contest_id"}

        def check(model, made, names):
            asked = (self._ours(made), [by.get(model._name, "company_id")], ["__count"])
            for read in (
                lambda: model.formatted_read_group(*asked),
                lambda: model.web_read_group(*asked)["groups"],
            ):
                if names is None:
                    self.assertRaises(AccessError, read)
                else:
                    self.assertEqual(sum(row["__count"] for row in read()), len(names))

        self._each(check)

    def test_by_number(self):
        """Who knows the number of a record reads and exports it only when it is his to see."""

        def check(model, made, names):
            for name, record in made.items():
                mine = model.browse(record.id)
                for read in (
                    lambda mine=mine: mine.read(["display_name"]),
                    lambda mine=mine: mine.web_read({"display_name": {}}),
                    lambda mine=mine: mine.export_data([".id", "display_name"]),
                ):
                    if names is not None and name in names:
                        self.assertTrue(read())
                    else:
                        # An AccessError is one, too; who may not export at all gets this one.
                        self.assertRaises(UserError, read)

        self._each(check)

    def test_past_the_kpi(self):
        """What hangs on a KPI everybody reads is not exported with it, nor found by its value."""
        secret = self.made["crm.kpi.target"]["mate"]
        secret.value = 777
        for role in MATRIX.keys() - set(NOBODY):
            kpi = self._as(role, self.kpi)
            sees = "mate" in MATRIX[role][0]
            with self.subTest(role=role):
                told = json.dumps(kpi.export_data(["code", "target_ids/value"])["datas"])
                self.assertEqual("777" in told, sees)
                found = kpi.search([("id", "=", kpi.id), ("target_ids.value", "=", 777)])
                self.assertEqual(bool(found), sees)

    def test_nothing_of_a_company_is_made_by_another(self):
        """Nobody of B writes into A: neither an alert nor what managers set up."""
        values = {"definition_id": self.kpi.id, "company_id": self.company.id}
        for role in ("b", "both"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._as(role, self.env["crm.kpi.alert"]).create(values)
        later = {"date_from": "2030-03-01", "date_to": "2030-03-31"}
        for model, changes in (
            ("crm.kpi.target", later),
            ("crm.kpi.entry", {}),
            ("crm.kpi.contest", later),
        ):
            copied = next(iter(self.made[model].values())).copy_data(changes)
            with self.subTest(model=model), self.assertRaises(AccessError):
                self._as("both", self.env[model]).create(copied)

    def test_the_bus(self):
        """Those who sell in a company hear that there is something new, and no figure."""
        bus = self.env["bus.bus"].sudo()
        self.env.cr.precommit.run()
        before = bus._bus_last_id()
        self.env["crm.kpi.snapshot"]._kpi_tell(self.company, [])
        self.made["crm.kpi.contest"]["a"]._tell_screens()
        self.env.cr.precommit.run()
        rows = bus.search([("id", ">", before)])
        told = {row.channel: json.loads(row.message) for row in rows}
        for message in told.values():
            self.assertEqual(message["payload"], {"company_id": self.company.id})
        heard = {
            role
            for role, user in self.roles.items()
            if json.dumps([self.env.cr.dbname, "res.partner", user.partner_id.id]).replace(" ", "")
            in {channel.replace(" ", "") for channel in told}
        }
        self.assertEqual(heard, {"member", "leader", "all", "manager", "admin", "both"})
        kinds = {json.loads(channel)[1] for channel in told}
        self.assertEqual(kinds, {"res.partner"}, "somebody told a group")
