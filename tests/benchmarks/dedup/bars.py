# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What has to hold, as rows of the table every benchmark prints."""

from collections.abc import Sequence

from table import Row

from dedup.trials import Trial

FEBRL_F1 = 0.985
NEAR_SPLINK = 0.005
TIMES_FASTER = 5
BLOCKING = 0.97
AUTOMATIC_PRECISION = 0.995
AUTOMATIC_RECALL = 0.75
MISTAKEN = 1e-4
# From so many cards on: (F1 to reach, at 10,000 only: how far the rivals may come).
CRM_F1 = ((500_000, 0.88), (50_000, 0.90), (0, 0.95))
ANCHOR_SIZE = 10_000
ANCHORS = {"core rules": 0.55, "exact mail or phone": 0.87, "splink": 0.92}


def of_febrl(trial: Trial) -> list[Row]:
    """The bars of data nobody here made; the issue's mapping compares the birthday as well."""
    rows = []
    f1 = trial.ours.quality.f1
    if trial.data.with_ref:
        rows.append(_row(trial, "F1", f"{f1:.4f}", f"≥ {FEBRL_F1}", f1 >= FEBRL_F1))
    rival = trial.results["splink"].quality.f1
    holds = f1 >= rival - NEAR_SPLINK
    bar = f"≥ splink − {NEAR_SPLINK}"
    rows.append(_row(trial, "F1 beside splink", f"{f1:.4f}", bar, holds, f"{rival:.4f}"))
    return [*rows, _faster(trial)]


def of_crm(trial: Trial) -> list[Row]:
    """The bars of a base made here."""
    size = len(trial.data.records)
    f1, automatic = trial.ours.quality.f1, trial.automatic
    wanted = next(bar for least, bar in CRM_F1 if size >= least)
    blocking = trial.ours.blocking or 0.0
    rows = [
        _row(trial, "F1", f"{f1:.4f}", f"≥ {wanted}", f1 >= wanted),
        _row(trial, "blocking recall", f"{blocking:.4f}", f"≥ {BLOCKING}", blocking >= BLOCKING),
        _row(
            trial, "automatic tier, precision", f"{automatic.precision:.4f}",
            f"≥ {AUTOMATIC_PRECISION}", automatic.precision >= AUTOMATIC_PRECISION,
        ),
        _row(
            trial, "automatic tier, recall", f"{automatic.recall:.4f}", f"≥ {AUTOMATIC_RECALL}",
            automatic.recall >= AUTOMATIC_RECALL,
        ),
    ]  # fmt: skip
    for kind, (wrong, labelled) in trial.mistaken.items():
        holds = wrong <= labelled * MISTAKEN
        text = f"{wrong} of {labelled:,}"
        rows.append(_row(trial, f"{kind} in the automatic tier", text, "≤ 1 in 10,000", holds))
    if "splink" in trial.results:
        rival = trial.results["splink"].quality.f1
        above = _row(trial, "F1 beside splink", f"{f1:.4f}", "above", f1 > rival, f"{rival:.4f}")
        rows += [above, _faster(trial)]
    return rows + (_anchors(trial) if size == ANCHOR_SIZE else [])


def _anchors(trial: Trial) -> list[Row]:
    """The base is not easy: on it the rivals come no further than this."""
    found = ((who, trial.results[who].quality.f1, bar) for who, bar in ANCHORS.items())
    return [
        _row(trial, f"the base is hard: F1 of {who}", f"{f1:.4f}", f"≤ {bar}", f1 <= bar)
        for who, f1, bar in found
    ]


def _faster(trial: Trial) -> Row:
    mine, rival = trial.ours.seconds, trial.results["splink"].seconds
    ratio = rival / mine
    return Row(
        "time beside splink", trial.data.name, f"{mine:.2f} s", f"≥ {TIMES_FASTER} times faster",
        ratio >= TIMES_FASTER, f"{rival:.2f} s", ratio,
    )  # fmt: skip


def _row(trial: Trial, what: str, ours: str, bar: str, holds: bool, baseline: str = "") -> Row:
    return Row(what, trial.data.name, ours, bar, holds, baseline)


def figures(trials: Sequence[Trial]) -> str:
    """What everybody reached, as a Markdown table."""
    head = ("data", "who", "precision", "recall", "F1", "blocking recall", "pairs", "seconds")
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    for trial in trials:
        for result in trial.results.values():
            quality = result.quality
            blocking = "" if result.blocking is None else f"{result.blocking:.4f}"
            cells = (
                trial.data.name, result.who, f"{quality.precision:.4f}", f"{quality.recall:.4f}",
                f"{quality.f1:.4f}", blocking, f"{quality.found:,}", f"{result.seconds:.2f}",
            )  # fmt: skip
            lines.append("| " + " | ".join(cells) + " |")
        if trial.mistaken:
            tier = trial.automatic
            cells = (
                trial.data.name, "ours, automatic tier", f"{tier.precision:.4f}",
                f"{tier.recall:.4f}", f"{tier.f1:.4f}", "", f"{tier.found:,}", "",
            )  # fmt: skip
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
