# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_bridge_doors,
    test_call_back,
    test_call_log,
    test_caller,
    test_diagnostics,
    test_ingest,
    test_provider_setup,
    test_recording,
    test_review,
    test_route,
    test_route_door,
    test_secret,
    test_statistics,
    test_webhook,
)
