# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_bridge_doors,
    test_call_back,
    test_call_log,
    test_caller,
    test_ingest,
    test_recording,
    test_route,
    test_route_door,
    test_secret,
    test_statistics,
    test_webhook,
)
