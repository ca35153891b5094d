# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time

import numpy as np

from odoo import api, models
from odoo.tools import SQL

from ..tools.linkage.batch import Batch
from ..tools.linkage.blocking import CAP
from ..tools.linkage.blocks import Blocks
from ..tools.linkage.figures import Figures
from ..tools.linkage.scoring import score
from .crm_dedup_match import CARD_MODELS

FILL_SLICE = 2_000
FIGURES_SLICE = 50_000
PAIR_SLICE = 20_000
PHASES = {
    True: ("profiles", "figures", "pairs", "stale", "clusters"),
    False: ("profiles", "changes", "clusters"),
}


class CrmDedupEngine(models.AbstractModel):
    """The scan of the whole base, in slices that can each be committed.

    The state of a scan is a dictionary of plain values, kept on ``crm.dedup.job`` by the cron and
    in memory by :meth:`scan`. ``_phase_*`` does one slice and returns True when its phase is over;
    a slice that is done twice gives the same rows.
    """

    _inherit = "crm.dedup.engine"

    @api.model
    def scan(self, model_names=("crm.lead", "res.partner"), full=True):
        """Compare the whole base and keep what is found, in the caller's transaction.

        :param model_names: the registers to compare
        :param full: False looks only at the cards that changed since the last scan
        :return: dictionary with the counts ``profiles``, ``pairs``, ``matches``, ``automatic``,
            ``review``, ``clusters`` and the time taken, ``seconds``
        """
        self._check_may_scan()
        began = time.monotonic()
        engine = self.sudo()
        state = engine._new_scan(model_names, full)
        work = {}
        while state["phase"]:
            engine._scan_slice(state, work)
        return {**state["counts"], "seconds": round(time.monotonic() - began, 3)}

    @api.model
    def _check_may_scan(self):
        self.env["crm.dedup.job"].check_access("create")

    @api.model
    def _new_scan(self, model_names, full):
        """The state of a scan that has not begun."""
        self.env.flush_all()
        [(number,)] = self.env.execute_query(
            SQL("SELECT COALESCE(MAX(scan), 0) + 1 FROM crm_dedup_match")
        )
        return {
            "models": list(model_names),
            "full": bool(full),
            "phase": "profiles",
            "position": {},
            "number": number,
            "done": 0,
            "total": 0,
            "counts": dict.fromkeys(
                ("profiles", "pairs", "matches", "automatic", "review", "clusters"), 0
            ),
        }

    @api.model
    def _scan_slice(self, state, work):
        """Do one slice of a scan and go to the next phase when one is over.

        :param state: changed in place; ``phase`` is False at the end
        :param work: dictionary for what may be forgotten between two slices, to be read anew
        """
        if getattr(self, f"_phase_{state['phase']}")(state, work):
            phases = PHASES[state["full"]]
            following = phases.index(state["phase"]) + 1
            state["phase"] = phases[following] if following < len(phases) else False
            state["position"] = {}
            state["done"] = state["total"] = 0

    # ------------------------------------------------------------------
    # Profiles
    # ------------------------------------------------------------------

    @api.model
    def _phase_profiles(self, state, work):
        """Make the profiles of cards that have none or one of former rules."""
        position = state["position"]
        if not position:
            position.update(models=list(state["models"]), last=0)
            state["total"] = sum(self._count_unread(model) for model in state["models"])
        model = position["models"][0]
        ids = self._unread(model, position["last"], FILL_SLICE)
        if ids:
            self.env["crm.dedup.profile"]._refresh(self.env[model].browse(ids))
            position["last"] = ids[-1]
            state["done"] += len(ids)
            state["counts"]["profiles"] += len(ids)
        if len(ids) < FILL_SLICE:
            position["models"] = position["models"][1:]
            position["last"] = 0
        return not position["models"]

    @api.model
    def _unread_from(self, model):
        """FROM and WHERE of the cards without a profile of the present rules."""
        return SQL(
            """FROM %s c LEFT JOIN crm_dedup_profile p
                    ON p.%s = c.id AND p.version = %s WHERE p.id IS NULL""",
            SQL.identifier(self.env[model]._table),
            SQL.identifier(CARD_MODELS[model]),
            self._rules().version,
        )

    @api.model
    def _count_unread(self, model):
        [(count,)] = self.env.execute_query(SQL("SELECT count(*) %s", self._unread_from(model)))
        return count

    @api.model
    def _unread(self, model, last, limit):
        rows = self.env.execute_query(
            SQL(
                "SELECT c.id %s AND c.id > %s ORDER BY c.id LIMIT %s",
                self._unread_from(model),
                last,
                limit,
            )
        )
        return [card_id for (card_id,) in rows]

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    @api.model
    def _phase_figures(self, state, work):
        """Count the base: its size, how common names and phones are."""
        rules = self._rules()

        def batches():
            last = 0
            while True:
                loaded = self._load(
                    SQL("p.id > %s", last), state["models"], limit=FIGURES_SLICE, texts=False
                )
                if not len(loaded["ids"]):
                    return
                last = int(loaded["ids"][-1])
                yield loaded["batch"]

        figures = Figures.of(batches(), rules)
        self.env["crm.dedup.figure"]._keep(figures, rules.version)
        return True

    @api.model
    def _figures(self):
        return self.env["crm.dedup.figure"]._figures(self._rules().version)

    # ------------------------------------------------------------------
    # Reading profiles as columns
    # ------------------------------------------------------------------

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
                        FIGURES_SLICE,
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

    # ------------------------------------------------------------------
    # Pairs
    # ------------------------------------------------------------------

    @api.model
    def _phase_pairs(self, state, work):
        """Compare the pairs of one range of cards with all that come after them."""
        position = state["position"]
        if not position:
            [(lowest, highest)] = self.env.execute_query(
                SQL(
                    "SELECT COALESCE(MIN(id), 0), COALESCE(MAX(id), -1) FROM crm_dedup_profile p"
                    " WHERE %s",
                    self._profiles_where(state["models"]),
                )
            )
            position.update(first=lowest, behind=highest + 1)
            state["total"] = highest + 1 - lowest
        first = position["first"]
        behind = min(first + PAIR_SLICE, position["behind"])
        left, right = self._blocks(state, work).pairs(first, behind)
        self._compare(left, right, state)
        position["first"] = behind
        state["done"] += behind - first
        return behind >= position["behind"]

    @api.model
    def _compare(self, left, right, state):
        """Weigh pairs of profiles (ids) and keep those worth keeping."""
        state["counts"]["pairs"] += len(left)
        if not len(left):
            return
        ids = np.unique(np.concatenate((left, right)))
        loaded = self._load(SQL("p.id = ANY(%s)", ids.tolist()), state["models"])
        left = np.searchsorted(loaded["ids"], left)
        right = np.searchsorted(loaded["ids"], right)
        ours, theirs = loaded["companies"][left], loaded["companies"][right]
        same_company = (ours == 0) | (theirs == 0) | (ours == theirs)
        left, right = left[same_company], right[same_company]
        scores = score(loaded["batch"], left, right, self._rules(), self._figures())
        self.env["crm.dedup.match"]._keep(loaded, left, right, scores, state)

    @api.model
    def _phase_changes(self, state, work):
        """Compare the cards that changed since the last scan with the whole base."""
        profiles = self.env.execute_query(
            SQL(
                """SELECT id, keys FROM crm_dedup_profile p WHERE is_changed AND id > %s AND %s
                    ORDER BY id LIMIT %s""",
                state["position"].get("last", 0),
                self._profiles_where(state["models"]),
                FILL_SLICE,
            )
        )
        keys_of = self.env["crm.dedup.profile"]._keys_of
        asked = [(profile_id, keys_of(bytes(keys))) for profile_id, keys in profiles]
        found = {
            (min(one, other), max(one, other))
            for one, other in self._neighbours(asked)
            if one != other
        }
        pairs = np.array(sorted(found), dtype=np.int64).reshape(-1, 2)
        self._compare(pairs[:, 0], pairs[:, 1], state)
        changed = [profile_id for profile_id, _keys in profiles]
        self.env["crm.dedup.match"]._remove_stale(state["number"], changed)
        self.env.cr.execute(
            SQL("UPDATE crm_dedup_profile SET is_changed = FALSE WHERE id = ANY(%s)", changed)
        )
        if changed:
            state["position"]["last"] = changed[-1]
        state["counts"]["profiles"] += len(changed)
        return len(profiles) < FILL_SLICE

    @api.model
    def _phase_stale(self, state, work):
        """Candidates that a whole scan did not find again go; decisions stay."""
        self.env["crm.dedup.match"]._remove_stale(state["number"])
        self.env.cr.execute("UPDATE crm_dedup_profile SET is_changed = FALSE WHERE is_changed")
        return True

    @api.model
    def _phase_clusters(self, state, work):
        """Put the pairs together."""
        state["counts"]["clusters"] = self.env["crm.dedup.cluster"]._rebuild()
        state["counts"].update(self.env["crm.dedup.match"]._counts())
        return True
