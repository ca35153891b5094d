# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from .crm_dedup_merge_recorder import Recorder


class IrAttachment(models.Model):
    """A merge may replace a file (an image); undoing it needs the old one."""

    _inherit = "ir.attachment"

    @api.model
    def _file_delete(self, fname):
        """Files dropped inside a journal stay in the filestore."""
        return None if Recorder.active(self.env.cr) else super()._file_delete(fname)
