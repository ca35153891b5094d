# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import numpy as np

from odoo import api, models
from odoo.tools import SQL

from ..tools.linkage.shelf import COLUMNS, Shelf
from .crm_dedup_match import CARD_MODELS

# Profiles read at once: a hundred megabytes at most.
READ_SLICE = 50_000
# Blocking keys read at once.
KEY_SLICE = 60_000


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
    def _load(self, condition, model_names, limit=None):
        """Profiles as a ``tools.linkage.shelf.Shelf``.

        PostgreSQL glues the rows together, so that no object is made for each.
        """
        [row] = self.env.execute_query(
            SQL(
                """SELECT string_agg(int4send(id), ''), string_agg(int4send(lead), ''),
                          string_agg(int4send(partner), ''), string_agg(int4send(company), ''),
                          string_agg(int4send(octet_length(keys) / 4), ''),
                          string_agg(int4send(octet_length(texts)), ''),
                          string_agg(keys, ''), string_agg(codes, ''),
                          string_agg(convert_to(texts, 'UTF8'), '')
                     FROM (SELECT id, COALESCE(lead_id, 0) AS lead, codes, texts, keys,
                                  COALESCE(partner_id, 0) AS partner,
                                  COALESCE(company_id, 0) AS company
                             FROM crm_dedup_profile p WHERE %s AND %s ORDER BY id %s) AS rows""",
                condition,
                self._profiles_where(model_names),
                SQL("LIMIT %s", limit) if limit else SQL(),
            )
        )
        return Shelf(dict(zip(COLUMNS, (bytes(column or b"") for column in row), strict=True)))

    @api.model
    def _load_all(self, model_names):
        """All profiles, as many shelves as need be."""
        last = 0
        while True:
            shelf = self._load(SQL("p.id > %s", last), model_names, limit=READ_SLICE)
            if not len(shelf):
                return
            last = int(shelf.ids[-1])
            yield shelf

    @api.model
    def _keys_from(self, lowest):
        """Blocking keys from ``lowest`` on with their profiles, whole blocks only.

        :return: keys in order, profile ids beside them, the key to go on with (None at the end)
        """
        keys, refs = self._key_rows(SQL("key >= %s", lowest), SQL("LIMIT %s", KEY_SLICE + 1))
        if len(keys) <= KEY_SLICE:
            return keys, refs, None
        behind = int(keys[-1])
        if keys[0] == behind:
            # A block larger than that is read whole, to be found too large.
            return *self._key_rows(SQL("key = %s", behind)), behind + 1
        whole = np.searchsorted(keys, behind)
        return keys[:whole], refs[:whole], behind

    @api.model
    def _key_rows(self, condition, limit=None):
        """Blocking keys in order, and the profiles beside them."""
        [columns] = self.env.execute_query(
            SQL(
                """SELECT string_agg(int4send(key), ''), string_agg(int4send(profile_id), '')
                     FROM (SELECT key, profile_id FROM crm_dedup_key
                            WHERE %s ORDER BY key, profile_id %s) AS rows""",
                condition,
                limit or SQL(),
            )
        )
        return tuple(
            np.frombuffer(bytes(column or b""), dtype=">i4").astype(np.int64) for column in columns
        )
