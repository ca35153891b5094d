# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import json

import xlsxwriter
from werkzeug.exceptions import BadRequest

from odoo import http
from odoo.http import content_disposition, request

# Nobody types a longer question.
MOST_TEXT = 4000
FILLS = {
    "grey": "#D9D9D9",
    "red": "#F4B6B6",
    "yellow": "#FBE8A6",
    "green": "#BFE3C0",
    "orange": "#F9CFA3",
    "blue": "#BBD7F2",
}


class BoardController(http.Controller):
    """The board as a spreadsheet: the same question, the same rights, the same figures."""

    @http.route("/crm_kpi/board.xlsx", type="http", auth="user", readonly=True, methods=["GET"])
    def board_xlsx(self, params="{}"):
        """The board that :meth:`crm.kpi.board.board` answers to ``params`` (JSON)."""
        try:
            asked = json.loads(params) if len(params) <= MOST_TEXT else None
        except ValueError as error:
            raise BadRequest from error
        if not isinstance(asked, dict):
            raise BadRequest
        board = request.env["crm.kpi.board"].board(asked)
        words = (request.env._("Scorecard"), board["company"]["name"], board["period"]["label"])
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return request.make_response(
            self._sheet(board),
            headers=[
                ("Content-Type", kind),
                ("Content-Disposition", content_disposition(f"{' '.join(words)}.xlsx")),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )

    def _sheet(self, board):
        """The file: a row a subject, a column a KPI, coloured as on the screen."""
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
        sheet = book.add_worksheet(board["period"]["label"])
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet.write_string(0, 0, f"{board['company']['name']} · {board['period']['label']}", bold)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, max(1, len(board["columns"])), 16)
        sheet.freeze_panes(1, 1)
        for number, column in enumerate(board["columns"], 1):
            sheet.write_string(0, number, column["name"], bold)
        formats = {}
        for line, row in enumerate(board["rows"], 1):
            sheet.write_string(line, 0, row["name"])
            for number, column in enumerate(board["columns"], 1):
                self._cell(
                    book, sheet, formats, (line, number), column, row["cells"].get(column["id"])
                )
        book.close()
        return stream.getvalue()

    def _cell(self, book, sheet, formats, place, column, cell):
        """One figure; what is no data stays empty."""
        if not cell or cell["value"] is None:
            sheet.write_blank(*place, None)
            return
        look = (cell["colour"], column["digits"])
        if look not in formats:
            digits = "." + "0" * column["digits"] if column["digits"] else ""
            values = {"num_format": f"#,##0{digits}"}
            if cell["colour"]:
                values["bg_color"] = FILLS[cell["colour"]]
            formats[look] = book.add_format(values)
        sheet.write_number(*place, cell["value"], formats[look])
        if cell.get("meaning"):
            sheet.write_comment(*place, f"{cell['sign']} {cell['meaning']}")
