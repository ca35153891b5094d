# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CrmPersonEraser(models.AbstractModel):
    """Erases the person from journals of merges and from imported files as well."""

    _inherit = "crm.person.eraser"

    @api.model
    def _erase_requests(self, requests):
        """The journals of their leads hold what the requests said; they go first."""
        leads = requests.lead_id | requests.related_lead_ids
        self._erase_journals(leads._merged_survivor() | leads)
        return super()._erase_requests(requests)

    @api.model
    def _erase_leads(self, leads):
        """Merged cards are the same person; files and journals name him too."""
        merged = leads.with_context(active_test=False, crm_dedup_with_merged=True)
        while sources := merged.merge_ids - merged:
            merged |= sources
        merged = merged.with_context(active_test=leads.env.context.get("active_test", True))
        self._erase_journals(merged)
        self._erase_import_rows(merged)
        result = super()._erase_leads(merged)
        for merge in self._merges_of(merged):
            merge.name = merge._survivor().display_name or self.env._("Erased")
        return result

    @api.model
    def _merges_of(self, leads):
        merges = self.env["crm.dedup.merge"]
        return merges.search(
            ["|", ("lead_id", "in", leads.ids), ("source_lead_ids", "in", leads.ids)]
        )

    @api.model
    def _erase_journals(self, leads):
        """Forget the rows as they were; such a merge cannot be undone any more."""
        merges = self._merges_of(leads)
        merges.conflict_ids.unlink()
        merges.change_ids.unlink()
        merges.write({"is_undoable": False, "is_erased": True, "choices": False})

    @api.model
    def _erase_import_rows(self, leads):
        """Empty the rows of files that became these leads or were the same as they."""
        rows = self.env["crm.dedup.import.row"].search(
            [
                "|",
                "&",
                ("import_id.model", "=", "crm.lead"),
                ("res_id", "in", leads.ids),
                "&",
                ("match_model", "=", "crm.lead"),
                ("match_id", "in", leads.ids),
            ]
        )
        # The fingerprint tells nobody who it was, and keeps the file from bringing him back.
        rows.write(dict.fromkeys(("name", "lines", "vals", "match_name", "message"), False))
