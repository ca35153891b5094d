# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The figures and bars of ``make bench-dedup``: a wrong ruler measures nothing."""

import numpy as np
import pytest
from dedup import measure, rivals
from dedup.crm_base import generate


def test_quality_counts_pairs_whichever_id_came_first():
    found = measure.codes([(2, 1), (3, 4), (4, 3), (7, 9)])
    truth = measure.codes([(1, 2), (3, 4), (5, 6), (5, 7)])
    result = measure.quality(found, truth)
    assert (result.found, result.precision, result.recall) == (3, 2 / 3, 0.5)
    assert result.f1 == pytest.approx(4 / 7)


def test_nothing_found_is_no_division_by_zero():
    nothing = measure.codes([])
    assert measure.quality(nothing, measure.codes([(1, 2)])).f1 == 0
    assert measure.quality(nothing, nothing).f1 == 0


def test_the_best_threshold_is_where_f1_is_highest():
    found = measure.codes([(1, 2), (3, 4), (5, 6), (7, 8)])
    truth = measure.codes([(1, 2), (3, 4), (7, 8)])
    scores = np.array([9.0, 7.0, 5.0, 1.0])
    assert measure.best_threshold(found, scores, truth) == 1.0
    assert measure.best_threshold(found, scores, truth[:2]) == 7.0


def test_core_goes_by_the_domain_of_a_firm_and_by_the_whole_address_of_a_free_mailer():
    records = [
        {"id": 1, "email": "a@rhenania.example"},
        {"id": 2, "email": "B@Rhenania.example "},
        {"id": 3, "email": "a@gmail.com"},
        {"id": 4, "email": "b@gmail.com"},
        {"id": 5, "email": "A@gmail.com"},
    ]
    assert set(rivals.core(records)) == set(measure.codes([(1, 2), (3, 5)]))
    assert set(rivals.exact(records)) == set(measure.codes([(3, 5)]))


def test_core_reads_telephones_by_the_country_and_drops_what_is_too_common():
    numbers = ["+36 30 123 4567", "06 30 123 4567", "06301234567"]
    records = [
        {"id": at, "phone": number, "country": "HU"} for at, number in enumerate(numbers, start=1)
    ]
    assert set(rivals.core(records)) == set(measure.codes([(1, 2), (1, 3), (2, 3)]))
    crowd = [{"id": at, "phone": numbers[0], "country": "HU"} for at in range(1, 23)]
    assert not len(rivals.core(crowd))
    assert len(rivals.core(crowd[:21])) == 21 * 20 // 2


def test_where_there_is_neither_mail_nor_telephone_core_has_the_name():
    records = [{"id": 1, "name": "Ann Lee"}, {"id": 2, "name": " ann lee"}, {"id": 3, "name": ""}]
    assert set(rivals.core(records)) == set(measure.codes([(1, 2)]))


def test_the_base_is_as_hard_as_it_is_said_to_be():
    """The bars of the bench hold at 10,000 cards; a smaller base shows the same within limits."""
    base = generate(5000, 4)
    truth = measure.codes(base.truth())
    assert 0.40 < measure.quality(rivals.core(base.records), truth).f1 < 0.58
    assert 0.78 < measure.quality(rivals.exact(base.records), truth).f1 < 0.89
