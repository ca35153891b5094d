# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    crew,
    crew_answer,
    crew_body,
    crew_dispatcher,
    crew_log,
    portal_credit,
)
