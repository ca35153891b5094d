# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Weights and thresholds proposed from decisions."""

from dataclasses import replace

import numpy as np
from crm_lead_dedup_tools.linkage.batch import Batch
from crm_lead_dedup_tools.linkage.fitting import propose, propose_from, strengths_of
from crm_lead_dedup_tools.linkage.levels import DIFFERS, SAME
from crm_lead_dedup_tools.linkage.profile import build
from crm_lead_dedup_tools.linkage.rules import DEFAULT_RULES, Comparison, Rules
from crm_lead_dedup_tools.linkage.scoring import score

RULES = Rules(
    (
        Comparison("phone", "phone", agree=3, close=1, differ=-1),
        Comparison("email", "email", agree=3, close=1, differ=-1),
        Comparison("ref", "exact", agree=3, close=0, differ=-1, active=False),
    ),
    review=0.0,
    automatic=5.0,
)


def _decisions(size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The e-mail always decides, the phone never does."""
    generator = np.random.default_rng(5)
    levels = generator.choice([SAME, DIFFERS], size=(size, 2)).astype(np.int8)
    return levels, np.ones((size, 2), np.float32), levels[:, 1] == SAME


def test_what_decides_gains_and_what_does_not_loses() -> None:
    """After many decisions the weights say what the users went by."""
    levels, strengths, labels = _decisions(400)
    proposal = propose_from(levels, strengths, labels, RULES, np.full(400, -1.0))
    phone, email, ref = proposal.rules.comparisons
    assert proposal.enough
    assert email.agree > 3 > phone.agree
    assert ref == RULES.comparisons[2]
    assert proposal.after.missed + proposal.after.wrong_review < (
        proposal.before.missed + proposal.before.wrong_review
    )


def test_levels_nobody_decided_about_keep_their_weight() -> None:
    """No decision had a nearly equal phone."""
    levels, strengths, labels = _decisions(400)
    proposal = propose_from(levels, strengths, labels, RULES, np.full(400, -1.0))
    assert {change.level for change in proposal.changes}.isdisjoint({"close", "part"})


def test_few_decisions_change_nothing() -> None:
    """A handful of clicks is no reason to change the rules of everybody."""
    levels, strengths, labels = _decisions(30)
    proposal = propose_from(levels, strengths, labels, RULES, np.full(30, -1.0))
    assert (proposal.enough, proposal.rules, proposal.changes) == (False, RULES, ())
    assert proposal.before == proposal.after


def test_only_yes_changes_nothing() -> None:
    """Without a single no there is nothing to tell apart."""
    levels, strengths, labels = _decisions(200)
    chosen = (levels[labels], strengths[labels], labels[labels])
    proposal = propose_from(*chosen, RULES, np.zeros(len(chosen[0])))
    assert not proposal.enough


def test_weights_stay_in_order() -> None:
    """Agree weighs at least as much as close, close as differ; two decimals."""
    levels, strengths, labels = _decisions(400)
    proposal = propose_from(levels, strengths, ~labels, RULES, np.full(400, -1.0))
    for row in proposal.rules.comparisons:
        assert row.agree >= row.close >= row.differ
        assert row.agree >= row.part
        assert round(row.agree, 2) == row.agree


def test_a_wrong_automatic_pair_raises_the_bar() -> None:
    """What somebody refused must not be merged without asking."""
    levels, strengths, labels = _decisions(400)
    refused = np.flatnonzero((levels == SAME).all(axis=1))[:6]
    labels[refused] = False
    lax = replace(RULES, automatic=1.0)
    proposal = propose_from(levels, strengths, labels, lax, np.full(400, 1.0))
    assert proposal.before.wrong_automatic > proposal.after.wrong_automatic
    assert proposal.rules.automatic > lax.automatic


def test_from_records_and_from_what_was_stored_alike() -> None:
    """Scoring again gives the same proposal as what the scan kept."""
    records = [
        {"id": i, "name": f"Ann Lee{i // 2:03}", "phone": f"+3630123{i // 2:04}"}
        for i in range(120)
    ]
    batch = Batch.from_profiles([build(row) for row in records], DEFAULT_RULES)
    left, right = np.arange(0, 118), np.arange(1, 119)
    labels = [bool(i % 2 == 0) for i in range(118)]
    scores = score(batch, left, right, DEFAULT_RULES)
    strengths = strengths_of(scores.levels, scores.contributions, DEFAULT_RULES)
    stored = propose_from(
        scores.levels, strengths, np.array(labels), DEFAULT_RULES, np.full(118, scores.prior)
    )
    assert stored == propose(batch, left, right, labels, DEFAULT_RULES)
    assert stored.enough
