# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import struct

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.linkage.profile import build
from .crm_dedup_merge_recorder import Recorder

# Value of ``crm_dedup_fresh`` in the context of cards that were just created and have no further
# phones or e-mails. An object of this process, so that no client can send it.
FRESH = object()
ROWS = """unnest(%(ids)s::int[], %(companies)s::int[], %(compared)s::bool[], %(codes)s::bytea[],
               %(texts)s::text[], %(keys)s::bytea[])
          AS n(id, company_id, is_compared, codes, texts, keys)"""
PROFILES = """
    UPDATE crm_dedup_profile p
       SET codes = n.codes, texts = n.texts, keys = n.keys, version = %(version)s,
           is_compared = n.is_compared, company_id = n.company_id, is_changed = TRUE
      FROM %(rows)s
     WHERE p.id = n.id
"""
UPDATE = """
    WITH renewed AS (%(profiles)s),
         gone AS (
         DELETE FROM crm_dedup_key k
          USING unnest(%(gone_keys)s::int[], %(gone_ids)s::int[]) AS n(key, profile_id)
          WHERE k.key = n.key AND k.profile_id = n.profile_id)
    INSERT INTO crm_dedup_key (key, profile_id)
    SELECT * FROM unnest(%(fresh_keys)s::int[], %(fresh_ids)s::int[])
"""
INSERT = """
    WITH made AS (
         INSERT INTO crm_dedup_profile
                (%(link)s, company_id, is_compared, codes, texts, keys, version, is_changed)
         SELECT n.id, n.company_id, n.is_compared, n.codes, n.texts, n.keys, %(version)s, TRUE
           FROM %(rows)s JOIN %(cards)s card ON card.id = n.id
             ON CONFLICT (%(link)s) WHERE %(link)s IS NOT NULL DO NOTHING
      RETURNING id, %(link)s AS card_id),
         keyed AS (
         INSERT INTO crm_dedup_key (key, profile_id)
         SELECT n.key, made.id
           FROM unnest(%(fresh_keys)s::int[], %(fresh_ids)s::int[]) AS n(key, card_id)
           JOIN made USING (card_id))
    SELECT card_id FROM made
"""


class CrmDedupProfile(models.Model):
    """What a card looks like to the comparison: normalised codes, texts, and blocking keys.

    One row a card, written by SQL in batch (:meth:`_store`) by every write path. The keys stand
    twice: as bytes on the row, and one by one in the raw table ``crm_dedup_key``, which has one
    index and no foreign key; rows of it without a profile are ignored and swept.
    """

    _name = "crm.dedup.profile"
    _description = "Card Prepared for Comparison"
    _log_access = False
    _order = "id"

    lead_id = fields.Many2one("crm.lead", ondelete="cascade", readonly=True)
    partner_id = fields.Many2one("res.partner", ondelete="cascade", readonly=True)
    company_id = fields.Integer(readonly=True, help="Id of the card's company, if it has one.")
    is_compared = fields.Boolean(
        readonly=True, help="False for merged cards and for the users' own companies."
    )
    is_changed = fields.Boolean(readonly=True, help="Since the last scan.")
    version = fields.Integer(readonly=True, help="Version of the rules by which it was made.")
    codes = fields.Binary(attachment=False, readonly=True)
    texts = fields.Text(readonly=True)
    keys = fields.Binary(attachment=False, readonly=True)

    _lead_uniq = models.UniqueIndex("(lead_id) WHERE lead_id IS NOT NULL")
    _partner_uniq = models.UniqueIndex("(partner_id) WHERE partner_id IS NOT NULL")
    _changed_idx = models.Index("(id) WHERE is_changed")
    # Those of former rules are found without a look at all the others.
    _version_idx = models.Index("(version)")

    # ------------------------------------------------------------------
    # Every write path
    # ------------------------------------------------------------------

    @api.model
    def _refresh(self, cards, created=False):
        """Make the profiles of these cards (of one model) say what the cards say.

        Two queries and one more when something changed, however many cards there are.

        :param created: they are just being created, with nothing but what their fields say
        """
        rules = self.env["crm.dedup.engine"]._rules()
        known = cards.with_context(crm_dedup_fresh=created and FRESH).sudo()
        rows = {
            card_id: self._row(record, rules)
            for card_id, record in known._dedup_record_values().items()
        }
        link = cards._identifier_link
        if created and rows:
            self._make(link, rows, rules.version)
        known = self._stored(link, list(rows)) if rows else {}
        changed, former = {}, {}
        for card_id, (profile_id, version, row) in known.items():
            new = rows.pop(card_id)
            if (version, row) != (rules.version, new):
                changed[profile_id], former[profile_id] = new, row
        if changed:
            self._renew(changed, former, rules.version)
        if rows:
            self._make(link, rows, rules.version)

    @api.model
    def _make(self, link, rows, version):
        """Insert profiles with their keys; what is there already stays among ``rows``."""
        fresh = [(key, card_id) for card_id, row in rows.items() for key in _keys(row)]
        query = SQL(
            INSERT,
            rows=_rows(rows),
            version=version,
            link=SQL.identifier(link),
            cards=SQL.identifier(self.env[self._fields[link].comodel_name]._table),
            fresh_keys=[key for key, _card_id in fresh],
            fresh_ids=[card_id for _key, card_id in fresh],
        )
        for (card_id,) in self.env.execute_query(query):
            del rows[card_id]

    @api.model
    def _renew(self, changed, former, version):
        """Update profiles and what of their keys differs."""
        keys = {
            profile_id: (set(_keys(former[profile_id])), set(_keys(row)))
            for profile_id, row in changed.items()
        }
        gone = [(key, profile_id) for profile_id, (old, new) in keys.items() for key in old - new]
        fresh = [(key, profile_id) for profile_id, (old, new) in keys.items() for key in new - old]
        profiles = SQL(PROFILES, rows=_rows(changed), version=version)
        if Recorder.active(self.env.cr):
            # A merge journals a plain statement by itself; one that writes two tables takes
            # triggers, which lock the profiles against all other merges.
            self.env.cr.execute(profiles)
            self._write_keys(fresh, gone)
            return
        self.env.cr.execute(
            SQL(
                UPDATE,
                profiles=profiles,
                gone_keys=[key for key, _profile_id in gone],
                gone_ids=[profile_id for _key, profile_id in gone],
                fresh_keys=[key for key, _profile_id in fresh],
                fresh_ids=[profile_id for _key, profile_id in fresh],
            )
        )

    @api.model
    def _row(self, record, rules):
        """``(company id, is compared, codes, texts, keys)`` of one record."""
        profile = build(record, rules)
        keys = profile.keys if record["is_compared"] else ()
        return (
            record["company_id"],
            record["is_compared"],
            profile.codes,
            profile.texts,
            struct.pack(f"<{len(keys)}i", *keys),
        )

    @api.model
    def _keys_of(self, packed):
        """The blocking keys that stand in a profile's bytes."""
        return _unpacked(packed)

    @api.model
    def _stored(self, link, card_ids):
        """``{card id: (profile id, version, row)}`` of the cards that have a profile."""
        rows = self.env.execute_query(
            SQL(
                """SELECT %(link)s, id, version, company_id, is_compared, codes, texts, keys
                     FROM crm_dedup_profile WHERE %(link)s = ANY(%(ids)s)""",
                link=SQL.identifier(link),
                ids=card_ids,
            )
        )
        return {
            card_id: (profile_id, version, (company, compared, bytes(codes), texts, bytes(keys)))
            for card_id, profile_id, version, company, compared, codes, texts, keys in rows
        }

    @api.model
    def _write_keys(self, fresh, gone):
        """Add and remove rows ``(key, profile id)`` of the raw table."""
        if gone:
            self.env.cr.execute(
                SQL(
                    """DELETE FROM crm_dedup_key k USING unnest(%s, %s) AS n(key, profile_id)
                        WHERE k.key = n.key AND k.profile_id = n.profile_id""",
                    *map(list, zip(*gone, strict=True)),
                )
            )
        if fresh:
            self.env.cr.execute(
                SQL(
                    "INSERT INTO crm_dedup_key (key, profile_id) SELECT * FROM unnest(%s, %s)",
                    *map(list, zip(*fresh, strict=True)),
                )
            )

    @api.model
    def _forget(self, cards):
        """Remove the keys of cards that are about to be deleted."""
        self._unschedule(cards)
        known = self._stored(cards._identifier_link, cards.ids)
        self._write_keys([], [(key, row[0]) for row in known.values() for key in _keys(row[2])])

    @api.model
    def _drop_keys(self, profile_ids):
        """Remove the raw keys of profiles whose rows are about to be put back.

        Which keys there are is read from the rows: the raw table finds a key by its number only.
        """
        self._write_keys([], self._raw_keys(profile_ids))

    @api.model
    def _restore_keys(self, profile_ids):
        """Add the raw keys of profiles whose rows were put back, each once."""
        keys = self._raw_keys(profile_ids)
        self._write_keys([], keys)
        self._write_keys(keys, [])

    @api.model
    def _raw_keys(self, profile_ids):
        """``[(key, profile id), …]`` as the rows of the profiles say."""
        rows = self.env.execute_query(
            SQL("SELECT id, keys FROM crm_dedup_profile WHERE id = ANY(%s)", list(profile_ids))
        )
        return [
            (key, profile_id) for profile_id, keys in rows for key in self._keys_of(bytes(keys))
        ]


def _keys(row):
    """The blocking keys of a row."""
    return _unpacked(row[-1])


def _unpacked(packed):
    return struct.unpack(f"<{len(packed) // 4}i", packed)


def _rows(rows):
    """``{id: row}`` as a table for SQL."""
    columns = zip(*rows.values(), strict=True)
    names = ("companies", "compared", "codes", "texts", "keys")
    return SQL(ROWS, ids=list(rows), **dict(zip(names, map(list, columns), strict=True)))
