# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain


class CrmAboutRecordMixin(models.AbstractModel):
    """Rows about records of several models: who may read the record may read the row.

    A rule of access asks for ``is_readable``; the model has ``res_model`` and ``res_id``.
    """

    _name = "crm.about.record.mixin"
    _description = "About a Record"

    is_readable = fields.Boolean(
        compute="_compute_is_readable",
        search="_search_is_readable",
        help="Whether the user may read the record that it is for.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("res_model", "res_id")
    def _compute_is_readable(self):
        """As the record rules of the record's model say, for the user and never as root."""
        rows = self.sudo()
        readable = {
            (model, record_id)
            for model, group in rows.grouped("res_model").items()
            for record_id in self._records_of(model)
            .browse(group.mapped("res_id"))
            .exists()
            ._filtered_access("read")
            .ids
        }
        for row, known in zip(self, rows, strict=True):
            row.is_readable = (known.res_model, known.res_id) in readable

    def _search_is_readable(self, operator, value):
        """Rules of access ask this as root; the records are searched as the user who asks."""
        if operator != "in":
            return NotImplemented
        found = Domain.OR(
            Domain("res_model", "=", model)
            & Domain("res_id", "in", self._records_of(model)._search([]))
            for model in self._record_models()
            if self._records_of(model).has_access("read")
        )
        return found if True in value else ~found

    @api.model
    def _record_models(self):
        """Return the models that rows are about; extended for other models."""
        return ["crm.lead"]

    def _records_of(self, model):
        """Return the model as the user who asks, lost records included."""
        return self.env[model].sudo(False).with_context(active_test=False)
