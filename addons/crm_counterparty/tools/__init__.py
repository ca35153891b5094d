# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    and,
    clients,
    counterparties,
    database,
    everything,
    framework,
    logic,
    no,
    of,
    typed,
)
