# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from .ir_rule_visibility import with_hidden_clients


class IrActionsReport(models.Model):
    """A document one may read can be printed, whoever its client is."""

    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        if self._prints_documents(report, docids):
            self = with_hidden_clients(self)  # noqa: PLW0642
        return super()._get_rendering_context(report, docids, data)

    def _prints_documents(self, report, docids):
        """Whether a report is about documents which the user may read; never about partners."""
        if report.model == "res.partner" or not docids:
            return False
        model = self.env.registry.get(report.model)
        if model is None or model._transient:
            return False
        return self.env[report.model].browse(docids).has_access("read")
