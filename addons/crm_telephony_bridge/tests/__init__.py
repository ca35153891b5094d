# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_call_back,
    test_call_log,
    test_caller,
    test_ingest,
    test_recording,
    test_route,
    test_route_door,
    test_statistics,
)
