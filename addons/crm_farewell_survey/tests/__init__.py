# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_bounce,
    test_channels,
    test_cool_off,
    test_inactive,
    test_language,
    test_merge,
    test_neutralize,
    test_plan,
    test_preview,
    test_privacy,
    test_reminder,
    test_send,
    test_window,
)
