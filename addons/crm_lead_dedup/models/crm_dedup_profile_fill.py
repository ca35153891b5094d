# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from io import BytesIO

import numpy as np

from odoo import api, models
from odoo.tools import SQL

from ..tools import binary_copy
from ..tools.linkage.profile import build_all

# Cards read in one slice: some seconds, some megabytes.
SLICE = 5_000


class CrmDedupProfile(models.Model):
    """Reads cards that have no profile: older than the add-on, loaded by SQL, of former rules."""

    _inherit = "crm.dedup.profile"

    @api.model
    def _cron_fill(self):
        """Read what is missing in slices, each committed; a killed run goes on where it stopped."""
        progress = self.env["ir.cron"]._commit_progress
        state = self.env["crm.dedup.engine"].sudo()._new_scan(("crm.lead", "res.partner"), False)
        finished = False
        while not finished:
            before = state["done"]
            finished = self.env["crm.dedup.engine"].sudo()._phase_profiles(state, {})
            remaining = 0 if finished else max(state["total"] - state["done"], 1)
            if not progress(state["done"] - before, remaining=remaining):
                break

    @api.model
    def _count_unread(self, model_names):
        """How many cards lack a profile of the present rules."""
        version = self.env["crm.dedup.engine"]._rules().version
        [(current,)] = self.env.execute_query(
            SQL("SELECT count(*) FROM crm_dedup_profile WHERE version = %s", version)
        )
        return max(self.env["crm.dedup.engine"]._count_cards(model_names) - current, 0)

    @api.model
    def _unread(self, cards, last, limit):
        """The next cards by id that have no profile, at most ``limit``.

        :param cards: empty recordset of the model
        :param last: id after which to look
        """
        rows = self.env.execute_query(
            SQL(
                """SELECT c.id FROM %(cards)s c
                     LEFT JOIN crm_dedup_profile p ON p.%(link)s = c.id AND p.%(link)s > %(last)s
                    WHERE c.id > %(last)s AND p.id IS NULL ORDER BY c.id LIMIT %(limit)s""",
                cards=SQL.identifier(cards._table),
                link=SQL.identifier(cards._identifier_link),
                last=last,
                limit=limit,
            )
        )
        return [row[0] for row in rows]

    @api.model
    def _outdated(self, cards, last, limit):
        """The next cards by id whose profile is of former rules; as of :meth:`_unread`."""
        version = self.env["crm.dedup.engine"]._rules().version
        rows = self.env.execute_query(
            SQL(
                """SELECT p.%(link)s FROM crm_dedup_profile p
                    WHERE (p.version < %(version)s OR p.version > %(version)s)
                      AND p.%(link)s > %(last)s ORDER BY p.%(link)s LIMIT %(limit)s""",
                link=SQL.identifier(cards._identifier_link),
                version=version,
                last=last,
                limit=limit,
            )
        )
        return [row[0] for row in rows]

    @api.model
    def _fill(self, cards, is_changed=True, workshop=None):
        """Begin to make profiles of cards that have none.

        :param is_changed: whether an incremental scan is to look at them
        :param workshop: ``tools.linkage.workshop.Workshop`` that builds them meanwhile
        :return: function that writes the rows and returns ``(keys, profile ids)`` still to be
            written by :meth:`_copy_keys`
        """
        rules = self.env["crm.dedup.engine"]._rules()
        records = list(cards.sudo()._dedup_record_values().values())
        building = workshop and workshop.submit(records)

        def write():
            built = building.result() if building else build_all(records, rules)
            return self._copy_profiles(cards._identifier_link, records, built, is_changed)

        return write

    @api.model
    def _copy_profiles(self, link, records, built, is_changed):
        version = self.env["crm.dedup.engine"]._rules().version
        ids = self.env.execute_query(
            SQL(
                "SELECT nextval('crm_dedup_profile_id_seq') FROM generate_series(1, %s)",
                len(records),
            )
        )
        packed = [
            np.array(profile.keys if record["is_compared"] else (), dtype="<i4")
            for record, profile in zip(records, built, strict=True)
        ]
        rows = (
            (profile_id, *_row(record, profile, keys), is_changed, version)
            for (profile_id,), record, profile, keys in zip(
                ids, records, built, packed, strict=True
            )
        )
        columns = f"id, {link}, company_id, is_compared, codes, texts, keys, is_changed, version"
        self._copy("crm_dedup_profile", columns, binary_copy.rows(rows))
        numbers = np.array([profile_id for (profile_id,) in ids], dtype=np.int32)
        lengths = [len(keys) for keys in packed]
        keys = np.concatenate(packed) if packed else np.zeros(0, np.int32)
        return keys.astype(np.int32), np.repeat(numbers, lengths)

    @api.model
    def _copy_keys(self, keys, profile_ids):
        """Write raw keys in the order of their index, which is many times faster."""
        order = np.lexsort((profile_ids, keys))
        data = binary_copy.integers(keys[order], profile_ids[order])
        self._copy("crm_dedup_key", "key, profile_id", data)

    @api.model
    def _copy(self, table, columns, data):
        self.env.cr.copy_expert(
            f"COPY {table} ({columns}) FROM STDIN (FORMAT binary)", BytesIO(data)
        )


def _row(record, profile, keys):
    """What a profile's row says of its card: ``(card, company, compared, codes, texts, keys)``."""
    return (
        record["id"],
        record["company_id"],
        bool(record["is_compared"]),
        profile.codes,
        profile.texts.encode(),
        keys.tobytes(),
    )
