# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmLead(models.Model):
    """A merge that can be undone leaves the same traces as core's, and takes them back."""

    _inherit = "crm.lead"

    def _merge_others(self, others, choices):
        """The traces are written inside the journal, not at the end of the transaction."""
        trace = self.env["crm.lead.trace"]
        trace.write_now()
        self._trace_merge(others)
        trace.write_now()
        return super()._merge_others(others, choices)
