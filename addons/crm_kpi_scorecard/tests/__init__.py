# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_alert,
    test_band_set,
    test_board,
    test_changes,
    test_contest,
    test_contest_roles,
    test_definition,
    test_figures,
    test_funnel,
    test_funnel_roles,
    test_guide,
    test_measure,
    test_security,
    test_store,
    test_target,
    test_units,
)
