# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import numpy as np

from odoo import api, models
from odoo.tools import SQL

from ..tools.linkage.batch import Batch
from ..tools.linkage.blocking import CAP
from ..tools.linkage.blocks import Blocks
from .crm_dedup_match import CARD_MODELS

# Profiles read at once: a hundred megabytes at most.
READ_SLICE = 50_000


class CrmDedupEngine(models.AbstractModel):
    """Reads stored profiles as columns, in parts whose size does not depend on the base."""

    _inherit = "crm.dedup.engine"

    @api.model
    def _profiles_where(self, model_names):
        """Condition of the profiles ``p`` that are compared."""
        of_models = SQL(" OR ").join(
            SQL("p.%s IS NOT NULL", SQL.identifier(CARD_MODELS[model])) for model in model_names
        )
        return SQL("p.is_compared AND p.version = %s AND (%s)", self._rules().version, of_models)

    @api.model
    def _load(self, condition, model_names, limit=None, texts=True):
        """Profiles as columns: ``ids``, ``leads``, ``partners``, ``companies`` and the batch.

        PostgreSQL glues the rows together, so that no object is made for each.
        """
        [row] = self.env.execute_query(
            SQL(
                """SELECT string_agg(int4send(id), ''), string_agg(int4send(lead), ''),
                          string_agg(int4send(partner), ''), string_agg(int4send(company), ''),
                          string_agg(codes, ''), %s
                     FROM (SELECT id, COALESCE(lead_id, 0) AS lead, codes, texts,
                                  COALESCE(partner_id, 0) AS partner,
                                  COALESCE(company_id, 0) AS company
                             FROM crm_dedup_profile p WHERE %s AND %s ORDER BY id %s) AS rows""",
                SQL("string_agg(texts, E'\\x1e')") if texts else SQL("NULL"),
                condition,
                self._profiles_where(model_names),
                SQL("LIMIT %s", limit) if limit else SQL(),
            )
        )
        ids, leads, partners, companies = (
            np.frombuffer(bytes(part or b""), dtype=">i4").astype(np.int64) for part in row[:4]
        )
        rules = self._rules()
        if texts:
            words = row[5].split("\x1e") if len(ids) else []
        else:
            words = ["\x1f" * len(rules.active)] * len(ids)
        return {
            "ids": ids,
            "leads": leads,
            "partners": partners,
            "companies": companies,
            "batch": Batch.from_rows([bytes(row[4] or b"")], words, rules),
        }

    @api.model
    def _blocks(self, state, work):
        """The whole base sorted by blocking keys; read once a process."""
        if "blocks" not in work:
            keys, refs = [], []
            last = 0
            while True:
                [(ids, counts, packed)] = self.env.execute_query(
                    SQL(
                        """SELECT string_agg(int4send(id), ''),
                                  string_agg(int4send(octet_length(keys) / 4), ''),
                                  string_agg(keys, '')
                             FROM (SELECT id, keys FROM crm_dedup_profile p
                                    WHERE p.id > %s AND %s ORDER BY id LIMIT %s) AS rows""",
                        last,
                        self._profiles_where(state["models"]),
                        READ_SLICE,
                    )
                )
                if ids is None:
                    break
                ids = np.frombuffer(bytes(ids), dtype=">i4").astype(np.int32)
                counts = np.frombuffer(bytes(counts), dtype=">i4")
                keys.append(np.frombuffer(bytes(packed), dtype="<i4"))
                refs.append(np.repeat(ids, counts))
                last = int(ids[-1])
            none = [np.zeros(0, np.int32)]
            work["blocks"] = Blocks.of(
                np.concatenate(keys or none), np.concatenate(refs or none), CAP
            )
        return work["blocks"]
