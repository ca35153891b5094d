# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

# What core's wizard must not meet: it would move the rows of the cards that go and stumble over
# our unique indexes. Profiles and proposals are made anew; phones and e-mails become further ones
# of the card that stays, each once; who does not work where is still known.
PREPARE = """
    WITH moved AS (
        UPDATE crm_identifier
           SET partner_id = %(survivor)s,
               origin = CASE origin WHEN 'card' THEN 'manual' ELSE origin END
         WHERE id IN (%(unknown)s)
     RETURNING id),
    known AS (
        DELETE FROM crm_identifier
         WHERE partner_id = ANY(%(others)s) AND id NOT IN (SELECT id FROM moved)),
    profiles AS (DELETE FROM crm_dedup_profile WHERE partner_id = ANY(%(others)s)),
    members AS (DELETE FROM crm_dedup_cluster_member WHERE partner_id = ANY(%(others)s)),
    work AS (
        DELETE FROM crm_dedup_employment
         WHERE person_id = ANY(%(others)s) OR employer_id = ANY(%(others)s)
     RETURNING *)
    INSERT INTO crm_dedup_employment
           (person_id, employer_id, reasons, state, decided_by_id, decided_at, create_uid,
            create_date, write_uid, write_date)
    SELECT DISTINCT ON (person, employer) person, employer, reasons, state, decided_by_id,
           decided_at, create_uid, create_date, write_uid, write_date
      FROM work CROSS JOIN LATERAL (
           SELECT CASE WHEN person_id = ANY(%(others)s) THEN %(survivor)s ELSE person_id END
                  AS person,
                  CASE WHEN employer_id = ANY(%(others)s) THEN %(survivor)s ELSE employer_id END
                  AS employer) now
     WHERE state <> 'proposed' AND person <> employer
        ON CONFLICT (person_id, employer_id) DO NOTHING
"""


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Core's own merge of customers goes on record, and leaves our tables in order."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """Before core moves what hangs on the cards that it deletes."""
        if self._ours:
            return super()._update_foreign_keys(src_partners, dst_partner)
        self.env.flush_all()
        self.env["crm.dedup.merge"]._log_core(dst_partner, src_partners, "partner wizard")
        self.env["crm.dedup.profile"]._forget(src_partners)
        unknown = self.env["crm.identifier"]._unknown_to(dst_partner, src_partners)
        self.env.cr.execute(
            SQL(PREPARE, survivor=dst_partner.id, others=src_partners.ids, unknown=unknown)
        )
        self.env.invalidate_all()
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _log_merge_operation(self, src_partners, dst_partner):
        """Last step of core's: the survivor is compared by all that it knows now."""
        result = super()._log_merge_operation(src_partners, dst_partner)
        if not self._ours:
            dst_partner.sudo()._sync_identifiers()
            dst_partner.sudo()._dedup_refresh()
        return result
