# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from odoo import api, models
from odoo.tools import SQL

from ..tools.linkage.blocking import CAP
from ..tools.linkage.blocks import Met, met, reach
from ..tools.linkage.figures import Figures
from ..tools.linkage.shelf import Shelf
from ..tools.linkage.weighing import weigh
from ..tools.linkage.workshop import Workshop, lay_out

FILL_SLICE = 5_000
# Slices that are being built while another one is written.
AHEAD = 4
# Pairs compared at once.
PAIR_SLICE = 100_000
# Blocking keys are numbers of 32 bits.
KEY_RANGE = 2**32
LOWEST = -(2**31)
# From so many changed cards on all clusters are looked at.
MANY = 20_000
# From so many cards on other processes help to read them.
LARGE = 20_000
PHASES = {
    True: ("profiles", "figures", "pairs", "clusters"),
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
        with ExitStack() as stack:
            work = {}
            if full and engine._count_cards(model_names) > LARGE:
                work["workshop"] = stack.enter_context(Workshop(engine._rules(), os.cpu_count()))
                work["folder"] = Path(stack.enter_context(TemporaryDirectory()))
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
            # Profiles around which clusters are made anew; None: all of them.
            "touched": None if full else [],
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
        """Make the profiles of cards that have none or one of former rules.

        With a workshop in ``work`` others build while this one reads on and writes; then all
        keys are written at the end, in one order.
        """
        profiles = self.env["crm.dedup.profile"]
        position = state["position"]
        if not position:
            position.update(models=list(state["models"]), last=0, outdated=0)
            state["total"] = profiles._count_unread(state["models"])
        cards = self.env[position["models"][0]]
        missing = profiles._unread(cards, position["last"], FILL_SLICE)
        former = []
        if len(missing) < FILL_SLICE:
            former = profiles._outdated(cards, position["outdated"], FILL_SLICE)
        state["done"] += len(missing) + len(former)
        state["counts"]["profiles"] += len(missing) + len(former)
        writing = work.setdefault("writing", [])
        if missing:
            position["last"] = missing[-1]
            is_changed = not state["full"]
            writing.append(profiles._fill(cards.browse(missing), is_changed, work.get("workshop")))
        if former:
            position["outdated"] = former[-1]
            profiles._refresh(cards.browse(former))
        if max(len(missing), len(former)) < FILL_SLICE:
            position.update(models=position["models"][1:], last=0, outdated=0)
        finished = not position["models"]
        self._write_profiles(work, finished)
        return finished

    @api.model
    def _write_profiles(self, work, finished):
        """Write the profiles that are built; with a workshop some are let build meanwhile."""
        profiles = self.env["crm.dedup.profile"]
        ahead = AHEAD if work.get("workshop") and not finished else 0
        keys = work.setdefault("keys", [])
        while len(work["writing"]) > ahead:
            keys.append(work["writing"].pop(0)())
        if keys and not ahead:
            profiles._copy_keys(*map(np.concatenate, zip(*keys, strict=True)))
            keys.clear()

    @api.model
    def _count_cards(self, model_names):
        counts = [
            self.env.execute_query(
                SQL("SELECT count(*) FROM %s", SQL.identifier(self.env[model]._table))
            )
            for model in model_names
        ]
        return sum(count for [(count,)] in counts)

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    @api.model
    def _phase_figures(self, state, work):
        """Count the base: its size, how common names and phones are.

        With a workshop in ``work`` it finds all profiles in files from here on.
        """
        rules = self._rules()
        # What changes from here on is looked at by the next incremental scan.
        self.env.cr.execute("UPDATE crm_dedup_profile SET is_changed = FALSE WHERE is_changed")
        shelves = self._load_all(state["models"])
        if "workshop" in work:
            figures = lay_out(work["folder"], shelves, rules)
            work["shelf"] = Shelf.of_files(work["folder"])
        else:
            figures = Figures.of((shelf.without_texts(rules) for shelf in shelves), rules)
        self.env["crm.dedup.figure"]._keep(figures, rules.version)
        return True

    @api.model
    def _figures(self):
        return self.env["crm.dedup.figure"]._figures(self._rules().version)

    # ------------------------------------------------------------------
    # Pairs
    # ------------------------------------------------------------------

    @api.model
    def _phase_pairs(self, state, work):
        """Compare the pairs that one range of blocking keys brings together.

        A slice depends on its range only, not on the size of the base.
        """
        position = state["position"]
        if not position:
            position.update(key=LOWEST, full=[])
            [(state["total"],)] = self.env.execute_query(
                SQL(
                    "SELECT count(*) FROM crm_dedup_profile p WHERE %s",
                    self._profiles_where(state["models"]),
                )
            )
        keys, refs, behind = self._keys_from(position["key"])
        taken = reach(keys, CAP, PAIR_SLICE)
        if taken < len(keys):
            behind = int(keys[taken])
        found = met(keys[:taken], refs[:taken], CAP)
        position["full"] += found.full.tolist()
        finished = behind is None
        full = np.array(position["full"], dtype=np.int64)
        self._compare(found._replace(full=full), state, work, finished)
        if finished:
            # Candidates that a whole scan did not find again go; decisions stay.
            self.env["crm.dedup.match"]._remove_stale(state["number"])
        else:
            position["key"] = behind
            state["done"] = state["total"] * (behind - LOWEST) // KEY_RANGE
        return finished

    @api.model
    def _compare(self, found, state, work, finished=True):
        """Weigh pairs of profiles and keep those worth keeping.

        With a workshop in ``work`` others weigh while this one reads on and writes.

        :param found: ``tools.linkage.blocks.Met``
        """
        weighing = work.setdefault("weighing", [])
        if "workshop" in work:
            waiting = work["workshop"].weigh(work["folder"], found)
            weighing.append((work["shelf"], waiting.result))
        elif len(found.left):
            ids = np.unique(np.concatenate((found.left, found.right)))
            shelf = self._load(SQL("p.id = ANY(%s)", ids.tolist()), state["models"])
            weighing.append((shelf, partial(weigh, shelf, found, self._rules(), self._figures())))
        ahead = AHEAD if "workshop" in work and not finished else 0
        while len(weighing) > ahead:
            shelf, result = weighing.pop(0)
            weighed = result()
            state["counts"]["pairs"] += weighed.compared
            self.env["crm.dedup.match"]._keep(shelf, weighed, state)

    @api.model
    def _phase_changes(self, state, work):
        """Compare the cards that changed since the last scan with the whole base."""
        profiles = self.env.execute_query(
            SQL(
                """SELECT id, keys FROM crm_dedup_profile WHERE is_changed AND id > %s
                    ORDER BY id LIMIT %s""",
                state["position"].get("last", 0),
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
        left, right = np.array(sorted(found), dtype=np.int64).reshape(-1, 2).T
        # Each comes once, however many keys its cards have in common.
        self._compare(Met(left, right, np.full(len(left), LOWEST), left[:0]), state, {})
        changed = [profile_id for profile_id, _keys in profiles]
        touched = (state["touched"] or []) + changed
        state["touched"] = None if state["touched"] is None or len(touched) > MANY else touched
        self.env["crm.dedup.match"]._remove_stale(state["number"], changed)
        self.env.cr.execute(
            SQL("UPDATE crm_dedup_profile SET is_changed = FALSE WHERE id = ANY(%s)", changed)
        )
        if changed:
            state["position"]["last"] = changed[-1]
        state["counts"]["profiles"] += len(changed)
        return len(profiles) < FILL_SLICE

    @api.model
    def _phase_clusters(self, state, work):
        """Put the pairs together; after a small scan only around the cards that changed."""
        clusters = self.env["crm.dedup.cluster"]
        # Whoever has a workshop has no slices to commit.
        finished = clusters._rebuild(state["touched"], at_once="workshop" in work)
        if finished:
            state["counts"]["clusters"] = clusters.search_count([])
            state["counts"].update(self.env["crm.dedup.match"]._counts())
        return finished
