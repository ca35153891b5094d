# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

# Figures and marks of the pipeline: they are the survivor's, never a choice.
OF_THE_PIPELINE = {
    "probability",
    "date_closed",
    "date_open",
    "date_conversion",
    "date_automation_last",
    "date_last_stage_update",
    "lost_reason_id",
    "message_bounce",
}


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "crm.dedup.merge.mixin"]

    merged_into_id = fields.Many2one(
        "crm.lead",
        string="Merged into",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The lead that stands for this one since they were merged.",
    )
    merge_ids = fields.One2many(
        "crm.lead",
        "merged_into_id",
        string="Merged leads",
        readonly=True,
        context={"active_test": False},
    )

    def _merge_refused_fields(self):
        return super()._merge_refused_fields() | OF_THE_PIPELINE

    def _merge_united_fields(self):
        return super()._merge_united_fields() | {"tag_ids", "description"}

    def _merge_rank(self):
        """Won before open before lost, a deal before a lead: no figure shall be lost."""
        status = {"won": 4, "pending": 2 if self.active else 0, "lost": 0}[self.won_status]
        return status + (self.type == "opportunity")

    def _merge_note(self, others):
        """Core's note: every value of the leads that go."""
        self._merge_log_summary({}, others)

    def _merge_write_values(self, others, choices):
        """Core's rules for leads (first value found, tags united, texts joined), then choices.

        Stage, team and company of the survivor stay: figures of the pipeline must not jump.
        """
        result = super()._merge_write_values(others, choices)
        ordered = self + others._sort_by_confidence_level(reverse=True)
        values = ordered._merge_data(ordered._merge_get_fields())
        for name in ("stage_id", "team_id", "company_id"):
            if self[name]:
                values.pop(name, None)
        proposals = self._merge_proposals(others)
        united = self._merge_united_fields()
        chosen = {name: card for name, card in proposals.items() if name not in united}
        self._merge_assign(values, {**chosen, **choices})
        return result

    def _merge_assign(self, values, choices):
        """Write what changes, without a word to the customer's own card.

        Core overwrites the customer's e-mail by the lead's and the lead's values by those of a
        new customer; here every value stays where it was chosen to be.
        """
        for name, card in choices.items():
            value = self.browse(card)[name] if card else False
            values[name] = self._fields[name].convert_to_write(value, self)
        values = self._merge_changes(values)
        kept = [field for field in self._fields.values() if field.store and field.compute]
        kept = [field for field in kept if not field.readonly and field.name not in values]
        if values:
            with self.env.protecting(kept, self):
                self.write(values)
                self.env.flush_all()

    def _get_partner_email_update(self, force_void=True):
        return not self.env.context.get("crm_dedup_merging") and super()._get_partner_email_update(
            force_void
        )

    def _get_partner_phone_update(self, force_void=True):
        return not self.env.context.get("crm_dedup_merging") and super()._get_partner_phone_update(
            force_void
        )
