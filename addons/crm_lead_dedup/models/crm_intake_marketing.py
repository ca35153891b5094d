# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import escape_psql


class CrmIntake(models.AbstractModel):
    """Where a visitor came from, as marketing records."""

    _inherit = "crm.intake"

    @api.model
    def _marketing(self, item, source):
        """Source, medium and campaign: from the request, else the source's defaults."""
        values = {}
        for field, given in (
            ("source_id", item.values.utm_source),
            ("medium_id", item.values.utm_medium),
            ("campaign_id", item.values.utm_campaign),
        ):
            if given:
                model = self.env["crm.lead"]._fields[field].comodel_name
                values[field] = self._marketing_record(model, given).id
            else:
                values[field] = source[field].id
        return values

    @api.model
    def _marketing_record(self, model, name):
        """The record of this very name, whatever its case; made when there is none.

        Core's own search takes ``%``, ``_`` and a backslash in the name for wildcards: it finds
        records of other names, or does not find the one it made before.

        :raises psycopg2.errors.SerializationFailure: another worker is making the same one
        """
        records = self.env[model].with_context(active_test=False)
        found = records.search([("name", "=ilike", escape_psql(name))], order="id", limit=1)
        if found:
            return found
        self.env["crm.intake.claim"]._claim([f"{model}:{name.casefold()}"])
        automatic = {"is_auto_campaign": True} if "is_auto_campaign" in records._fields else {}
        return records.create({"name": name, **automatic})
