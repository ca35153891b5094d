# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    telephony_call_finish,
    telephony_person_data,
    telephony_route_try,
)
