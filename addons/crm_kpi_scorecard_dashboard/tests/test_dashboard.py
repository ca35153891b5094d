# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo.fields import Domain
from odoo.tests import tagged

from odoo.addons.spreadsheet.utils.validate_data import (
    fields_in_spreadsheet,
    menus_xml_ids_in_spreadsheet,
    odoo_charts,
)

from .common import DashboardCommon

FORMULA = re.compile(r"(PIVOT|PIVOT\.VALUE|ODOO\.LIST|ODOO\.LIST\.HEADER)\((\d+)")
CELL = re.compile(r"Data!([A-Z]+\d+)")


@tagged("post_install", "-at_install")
class TestDashboard(DashboardCommon):
    """The file holds together, and says what is so."""

    def _end_of(self, model, chain):
        """The model and field at the end of a path."""
        *steps, last = chain.split(".")
        for step in steps:
            model = self.env[model]._fields[step].comodel_name
        return self.env[model]._fields[last]

    def _cells(self):
        return [cell for sheet in self.data["sheets"] for cell in sheet["cells"].values()]

    def test_fields_exist(self):
        """Every field of every domain, group, measure and column is one of its model."""
        found = fields_in_spreadsheet(self.data)
        self.assertEqual(set(found), {"crm.lead", "crm.kpi.snapshot", "sale.report"})
        for model, chains in found.items():
            for chain in chains:
                with self.subTest(model=model, chain=chain):
                    self.assertTrue(self._end_of(model, chain))

    def test_filters_reach_everything(self):
        """A filter is matched with a field of its kind; only client groups are of no person."""
        filters = {each["id"]: each for each in self.data["globalFilters"]}
        self.assertEqual(set(filters), {"period", "person", "team"})
        readers = [*self.data["pivots"].values(), *self.data["lists"].values()]
        charts = odoo_charts(self.data)
        for each in readers + charts:
            model = each.get("model") or each["metaData"]["resModel"]
            wanted = {"period"} if each["id"] == "chart_payments" else set(filters)
            with self.subTest(each=each["id"]):
                self.assertEqual(set(each["fieldMatching"]), wanted)
                for name, match in each["fieldMatching"].items():
                    field = self._end_of(model, match["chain"])
                    self.assertEqual(field.type, match["type"])
                    if filters[name]["type"] == "relation":
                        self.assertEqual(field.comodel_name, filters[name]["modelName"])

    def test_formulas_have_their_source(self):
        """Each formula names a pivot or list that is there, and each of these is shown."""
        named = {"pivots": set(), "lists": set()}
        for cell in self._cells():
            for function, number in FORMULA.findall(cell):
                named["lists" if "LIST" in function else "pivots"].add(number)
        self.assertEqual(named["pivots"], set(self.data["pivots"]))
        self.assertEqual(named["lists"], set(self.data["lists"]))

    def test_cards_have_their_cells(self):
        """A card shows this period and the one before, of one row of the hidden sheet."""
        cells = self.data["sheets"][1]["cells"]
        cards = [
            figure["data"]
            for figure in self.data["sheets"][0]["figures"]
            if figure["data"]["type"] == "scorecard"
        ]
        self.assertEqual(len(cards), 6)
        for card in cards:
            now, before = (CELL.match(card[key])[1] for key in ("keyValue", "baseline"))
            self.assertEqual(now[1:], before[1:])
            self.assertIn(f'"{card["title"]["text"]}"', cells[f"A{now[1:]}"])
            offsets = [
                self.data["pivots"][FORMULA.search(cells[cell])[2]]["fieldMatching"]["period"][
                    "offset"
                ]
                for cell in (now, before)
            ]
            self.assertEqual(offsets, [0, -1])

    def test_menus_lead_somewhere(self):
        """Titles and cards open a report."""
        names = menus_xml_ids_in_spreadsheet(self.data)
        self.assertGreaterEqual(len(names), 5)
        for name in names:
            self.assertTrue(self.env.ref(name).action, name)

    def test_numbers(self):
        """Each source says what the records say."""
        wanted = {
            "chart_opened": 3,
            "chart_won": 1,
            "chart_turnover": 250,
            "chart_payments": 400,
            "chart_calls": 5,
            "list 1": 1,
            "pivot 5": 1,
            "pivot 9": 640,
            "pivot 15": 250,
        }
        sources = {source[0]: source for source in self._sources()}
        found = {name: self._read(self.user_boss, sources[name])[0] for name in wanted}
        self.assertEqual(found, wanted)

    def test_archived_deals(self):
        """A deal that was opened and put away is still one that was opened."""
        self.env["crm.lead"].search([("company_id", "=", self.company.id)]).action_archive()
        source = next(each for each in self._sources() if each[0] == "chart_opened")
        self.assertEqual(self._read(self.user_boss, source), [3])

    def test_what_figures_leave_out(self):
        """What counts nowhere does not count here either."""
        leads = self.env["crm.lead"].search([("company_id", "=", self.company.id)])
        without = Domain("id", "!=", leads[0].id)
        self.patch(self.registry["crm.lead"], "_kpi_base_domain", lambda _leads: without)
        source = next(each for each in self._sources() if each[0] == "chart_opened")
        self.assertEqual(self._read(self.user_boss, source), [2])
