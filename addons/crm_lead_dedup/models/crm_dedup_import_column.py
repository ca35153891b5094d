# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import AccessError


class CrmDedupImportColumn(models.Model):
    """A field that a file brings, and whether it may take the place of what a card has."""

    _name = "crm.dedup.import.column"
    _description = "Field of an Import"
    _order = "id"
    _log_access = False

    import_id = fields.Many2one(
        "crm.dedup.import", required=True, ondelete="cascade", index=True, readonly=True
    )
    path = fields.Char(string="Technical name", required=True, readonly=True)
    name = fields.Char(string="Field", required=True, readonly=True)
    is_overwritten = fields.Boolean(
        string="Overwrite",
        default=True,
        help="For rows with the action Overwrite: the card's value is replaced by the file's. "
        "A replaced phone, e-mail or tax number stays on the card as a further one.",
    )

    def write(self, vals):
        """People tick; which fields there are follows from the file."""
        if not self.env.su and set(vals) - {"is_overwritten"}:
            raise AccessError(self.env._("Only what is overwritten can be chosen."))
        return super().write(vals)
