# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import json

from openpyxl import load_workbook

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common_roles import RolesCommon

# Whose rows the file has when somebody asks for company A, and for company B; None: refused.
FILES = {
    "portal": (None, None),
    "clerk": (None, None),
    "member": ({"own"}, None),
    "leader": ({"own", "mate"}, None),
    "all": ({"own", "mate", "far"}, None),
    "manager": ({"own", "mate", "far"}, None),
    "b": (None, {"b"}),
}


@tagged("post_install", "-at_install")
class TestRoleDoors(RolesCommon, HttpCase):
    """The spreadsheet of the board, fetched by its address."""

    def _fetch(self, company, **asked):
        asked = {"company_id": company.id, "date_from": "2026-03-05", "level": "person", **asked}
        asked["definition_ids"] = self.kpi.ids
        return self.url_open(f"/crm_kpi/board.xlsx?params={json.dumps(asked)}")

    def _lines(self, response):
        sheet = load_workbook(io.BytesIO(response.content)).active
        return [[cell.value for cell in line] for line in sheet.iter_rows()]

    @mute_logger("odoo.http")
    def test_files(self):
        """The file has the rows of the screen, and is refused where the screen is."""
        self.kpi.company_id = False
        names = {
            name: self.env["res.users"].browse(place["user_id"]).name
            for name, place in self.places.items()
        }
        for role, wanted in FILES.items():
            login = self.roles[role].login
            self.authenticate(login, login)
            for company, rows in zip((self.company, self.company_b), wanted, strict=True):
                response = self._fetch(company)
                with self.subTest(role=role, company=company.name):
                    if rows is None:
                        self.assertEqual(response.status_code, 403)
                        continue
                    told = {line[0] for line in self._lines(response)[1:]}
                    self.assertEqual(told, {names[name] for name in rows})

    def test_strangers_log_in_first(self):
        """Without a session there is no file."""
        response = self._fetch(self.company)
        self.assertIn("/web/login", response.url)

    def test_company_row(self):
        """The row of the company a manager asks for bears its name, not that of his own one."""
        self.authenticate("user_both", "user_both")
        lines = self._lines(self._fetch(self.company, level="company"))
        self.assertEqual(lines[0][0], f"{self.company.name} · 2026-03")
        self.assertEqual([line[0] for line in lines[1:]], [self.company.name])
