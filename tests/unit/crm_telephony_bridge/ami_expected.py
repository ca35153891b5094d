# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What each scene must come to."""

import ami_scenes as scenes
import ami_scenes_out as calls_out
from ami_stage import CUSTOMER, HOUSE

IN = ("incoming", CUSTOMER, HOUSE)
OUT = ("outgoing", "21", CUSTOMER)
INSIDE = ("internal", "21", "22")
# The scene, direction and numbers, disposition, who answered, seconds of waiting and of talk.
EXPECTED = [
    (scenes.answered, IN, "answered", "21", 3, 40),
    (scenes.busy, IN, "busy", None, 1, 0),
    (scenes.ring_timeout, IN, "missed", None, 20, 0),
    (scenes.gave_up, IN, "missed", None, 7, 0),
    (scenes.agent_offline, IN, "missed", None, 0, 0),
    (scenes.empty_queue, IN, "missed", None, 12, 0),
    (calls_out.click_to_call, OUT, "answered", "21", 5, 30),
    (calls_out.click_by_local, OUT, "answered", "21", 6, 18),
    (calls_out.click_agent_busy, OUT, "busy", None, 0, 0),
    (calls_out.click_agent_away, OUT, "missed", None, 0, 0),
    (calls_out.click_called_off, OUT, "cancelled", None, 0, 0),
    (calls_out.click_customer_busy, OUT, "busy", None, 5, 0),
    (calls_out.out_given_up, OUT, "cancelled", None, 9, 0),
    (calls_out.out_not_answered, OUT, "missed", None, 9, 0),
    (calls_out.out_failed, OUT, "failed", None, 9, 0),
    (calls_out.out_no_line, OUT, "failed", None, 0, 0),
    (scenes.queue, IN, "answered", "22", 6, 15),
    (scenes.queue_local, IN, "answered", "21", 4, 25),
    (scenes.follow_me_optimised, IN, "answered", "22", 4, 11.2),
    (scenes.follow_me_outside, IN, "answered", None, 8, 14),
    (scenes.blind_transfer, IN, "answered", "22", 3, 30),
    (scenes.attended_transfer, IN, "answered", "22", 3, 48),
    (scenes.attended_transfer_moved, IN, "answered", "22", 3, 48),
    (scenes.pbx_stops, IN, "answered", "21", 3, 16),
    (scenes.pbx_dies, IN, "answered", "21", 3, 16),
    (scenes.colleagues, INSIDE, "answered", "22", 4, 9),
]
