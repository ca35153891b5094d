# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """In a merge of ours, core's lowest steps are ours: journalled, and no row is deleted.

    The steps above them, which modules extend (``_update_foreign_keys``, ``_update_values``,
    ``_get_summable_fields``, ``_log_merge_operation``), run as core wrote them.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    @property
    def _ours(self):
        return bool(self.env.context.get("crm_dedup_merging"))

    @api.model
    def _update_foreign_keys_generic(self, model, src_records, dst_record):
        if not self._ours:
            return super()._update_foreign_keys_generic(model, src_records, dst_record)
        return self.env["crm.dedup.mover"]._move(src_records, dst_record)

    @api.model
    def _update_reference_fields_generic(
        self, referenced_model, src_records, dst_record, additional_update_records=None
    ):
        if not self._ours:
            return super()._update_reference_fields_generic(
                referenced_model, src_records, dst_record, additional_update_records
            )
        return self.env["crm.dedup.mover"]._fill_company_values(src_records, dst_record)

    @api.model
    def _merge_bank_accounts(self, src_partners, dst_partner):
        """An account known twice: its payments go to the survivor's, the other is archived."""
        if not self._ours:
            return super()._merge_bank_accounts(src_partners, dst_partner)
        known = {account.sanitized_acc_number: account for account in dst_partner.bank_ids}
        for account in src_partners.bank_ids:
            if same := known.get(account.sanitized_acc_number):
                self.env["crm.dedup.mover"]._move(account, same)
                account.write({"active": False})
        return None
