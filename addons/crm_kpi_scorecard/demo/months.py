# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Moments of the last months, the same on each day the demo is loaded."""

from ..tools import periods

# So many whole months before the present one.
BEFORE = 13


def spread(number):
    """A part of 1 for each number, evenly spread and never the same twice."""
    return 0.04 + 0.9 * (number * 0.618034 % 1)


class Months:
    """The present month of a company until now, and those before it."""

    def __init__(self, company, now):
        self.now = now
        self.zone = company._kpi_zone()
        self.present = periods.at(now, self.zone, "month")

    def moment(self, back, part):
        """A moment in UTC: after a part of a month, counted back from the present one."""
        begin, end = self.present.shift(-back).bounds(self.zone)
        return (begin + (min(end, self.now) - begin) * part).replace(microsecond=0)
