# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

# One statement: core merges hundreds of leads in one assignment, each with a call of its own.
# Decisions about the cards that go are carried over to the one that stays; earlier merges of ours
# into them can no longer be undone, and what was merged into them is found under the survivor.
ON_RECORD = """
    WITH %(along)s gone AS (
        DELETE FROM crm_dedup_match
         WHERE %(left)s = ANY(%(others)s) OR %(right)s = ANY(%(others)s)
     RETURNING *),
    pair AS (
        SELECT DISTINCT ON (other.model, other.id) gone.*, other.model, other.id AS other_id
          FROM gone CROSS JOIN LATERAL (
               SELECT right_model AS model, right_id AS id WHERE %(left)s = ANY(%(others)s)
                UNION ALL
               SELECT left_model, left_id WHERE %(right)s = ANY(%(others)s)) other
         WHERE state IN ('dismissed', 'confirmed')
           AND (other.model <> %(model)s OR other.id <> ALL(%(others)s || %(survivor)s))
      ORDER BY other.model, other.id, decided_at DESC),
    ordered AS (
        SELECT *, (model, other_id) < (%(model)s, %(survivor)s) AS first FROM pair),
    carried AS (
        INSERT INTO crm_dedup_match
               (left_model, left_id, right_model, right_id, left_lead_id, left_partner_id,
                right_lead_id, right_partner_id, company_id, probability, weight, tier, relation,
                state, decided_by_id, decided_at, create_uid, create_date, write_uid, write_date)
        SELECT l.model, l.id, r.model, r.id,
               CASE l.model WHEN 'crm.lead' THEN l.id END,
               CASE l.model WHEN 'res.partner' THEN l.id END,
               CASE r.model WHEN 'crm.lead' THEN r.id END,
               CASE r.model WHEN 'res.partner' THEN r.id END,
               company_id, probability, weight, tier, relation, state, decided_by_id, decided_at,
               create_uid, create_date, write_uid, write_date
          FROM ordered
    CROSS JOIN LATERAL (SELECT CASE WHEN first THEN ordered.model ELSE %(model)s END AS model,
                               CASE WHEN first THEN other_id ELSE %(survivor)s END AS id) l
    CROSS JOIN LATERAL (SELECT CASE WHEN first THEN %(model)s ELSE ordered.model END AS model,
                               CASE WHEN first THEN %(survivor)s ELSE other_id END AS id) r
            ON CONFLICT (left_model, left_id, right_model, right_id) DO NOTHING),
    followed AS (
        UPDATE %(table)s SET merged_into_id = %(survivor)s WHERE merged_into_id = ANY(%(others)s)
     RETURNING id),
    earlier AS (
        UPDATE crm_dedup_merge
           SET res_id = %(survivor)s, %(link)s = %(survivor)s, is_undoable = FALSE
         WHERE res_model = %(model)s AND res_id = ANY(%(others)s)
     RETURNING id),
    merge AS (
        INSERT INTO crm_dedup_merge
               (name, res_model, res_id, %(link)s, source_count, state, kind, origin, is_undoable,
                user_id, date, company_id, change_count, create_uid, create_date, write_uid,
                write_date)
        SELECT COALESCE(%(name)s, ''), %(model)s, id, id, %(count)s, 'done', 'core', %(how)s, FALSE,
               %(uid)s, now() AT TIME ZONE 'UTC', company_id, %(count)s, %(uid)s,
               now() AT TIME ZONE 'UTC', %(uid)s, now() AT TIME ZONE 'UTC'
          FROM %(table)s WHERE id = %(survivor)s
     RETURNING id),
    journal AS (
        INSERT INTO crm_dedup_merge_change (merge_id, table_name, row_key, operation, old)
        SELECT merge.id, %(table_name)s, jsonb_build_object('id', card.id), 'delete',
               to_jsonb(card) || COALESCE(unwritten.image, '{}')
          FROM merge CROSS JOIN %(table)s card
          LEFT JOIN LATERAL (SELECT jsonb_object_agg(e.key, e.value) AS image
                               FROM (%(waiting)s) AS w(id, image), jsonb_each(w.image) e
                              WHERE w.id = card.id) unwritten ON TRUE
         WHERE card.id = ANY(%(others)s))
    SELECT EXISTS (SELECT FROM followed), EXISTS (SELECT FROM earlier), EXISTS (SELECT FROM gone)
"""


class CrmDedupMerge(models.Model):
    """Merges by core: on record with the cards as they were, listed as not to be undone."""

    _inherit = "crm.dedup.merge"

    @api.model
    def _log_core(self, survivor, others, how, along=None):
        """Put a merge by core on record, before core deletes the other cards.

        :param survivor: the card that stays
        :param others: the cards that core deletes
        :param how: name of core's way
        :param along: SQL of further parts (``name AS (…),``) of the one statement
        """
        cards, link = survivor.sudo(), survivor._identifier_link
        self.env["crm.dedup.match"].flush_model()
        self.flush_model()
        survivor.env.cr.execute(
            SQL(
                ON_RECORD,
                along=along or SQL(),
                link=SQL.identifier(link),
                left=SQL.identifier(f"left_{link}"),
                right=SQL.identifier(f"right_{link}"),
                table=SQL.identifier(survivor._table),
                table_name=survivor._table,
                model=survivor._name,
                survivor=survivor.id,
                others=others.ids,
                waiting=self._waiting_values(others.sudo()),
                count=len(others),
                name=cards.display_name,
                company=cards.company_id.id or None,
                how=how,
                uid=self.env.uid,
            )
        )
        followed, earlier, gone = survivor.env.cr.fetchone()
        if followed:
            survivor.invalidate_model(["merged_into_id", "merge_ids"])
        if earlier:
            self.invalidate_model(["res_id", link, "is_undoable"])
        if gone:
            self.env["crm.dedup.match"].invalidate_model()

    @api.model
    def _waiting_values(self, cards):
        """SQL rows ``(id, values)`` of what of these cards still waits to be written.

        A flush would write all cards that wait, once a merge: core's many merges are one
        transaction, in which it writes them once.
        """
        rows = [SQL("SELECT 0, '{}'::jsonb")]
        for field, ids in list(self.env._field_dirty.items()):
            if field.model_name != cards._name or not field.column_type:
                continue
            kind = SQL(field.column_type[1])
            rows += [
                SQL(
                    "SELECT %s, jsonb_build_object(%s, %s::%s)",
                    card.id,
                    field.name,
                    field.get_column_update(card),
                    kind,
                )
                for card in cards
                if card.id in ids
            ]
        return SQL(" UNION ALL ").join(rows)
