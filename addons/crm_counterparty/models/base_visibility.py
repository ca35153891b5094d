# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from .ir_rule_visibility import (
    hidden_clients_shown,
    with_hidden_clients,
    without_hidden_clients,
)

# What a line of a document says of a hidden client; its other columns stay blank.
SAID = {"id", ".id", "name", "display_name"}


class Base(models.AbstractModel):
    """The export of documents, some of which have a hidden client."""

    _inherit = "base"

    def export_data(self, fields_to_export):
        """Core's export; of a hidden client it has the name only."""
        if self.env.su or self.env.user._sees_all_clients():
            return super().export_data(fields_to_export)
        self.check_access("read")
        return super(Base, with_hidden_clients(self)).export_data(fields_to_export)

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        export = super()._export_rows
        if (
            _is_toplevel_call
            or self._name not in ("res.partner", "res.users")
            or not hidden_clients_shown(self.env)
        ):
            return export(fields, _is_toplevel_call=_is_toplevel_call)
        seen = without_hidden_clients(self)._filtered_access("read")
        said = [path if len(path) == 1 and path[0] in SAID else [] for path in fields]
        lines = []
        for record in self:
            lines += super(Base, record)._export_rows(
                fields if record in seen else said, _is_toplevel_call=False
            )
        return lines
