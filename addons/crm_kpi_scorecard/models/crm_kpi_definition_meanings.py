# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..tools.exact import plain
from .crm_kpi_band import SIGNS


class CrmKpiDefinition(models.Model):
    """What proposed bands are called."""

    _inherit = "crm.kpi.definition"

    def _kpi_proposed_bands(self, proposed):
        """A proposal as bands; neighbours of one colour are one band."""
        limits, colours = [], []
        # The first band begins nowhere, each other one at a limit of its own.
        for limit, colour in zip([None, *proposed.limits], proposed.colours, strict=False):
            text = None if limit is None else plain(limit)
            if colours and (colour == colours[-1] or text in limits):
                continue
            limits.append(text)
            colours.append(colour)
        return [
            {
                "low": limit,
                "low_in": True,
                "high": limits[number + 1] if number + 1 < len(limits) else None,
                "high_in": False,
                "colour": colour,
                "sign": SIGNS[colour],
                "name": self._kpi_meaning(colour, number),
                "advice": "",
            }
            for number, (limit, colour) in enumerate(zip(limits, colours, strict=True))
        ]

    def _kpi_meaning(self, colour, number):
        """What a proposed band means, in words.

        :param number: which band it is, from below
        """
        if self.higher_is == "neither":
            if colour == "green":
                return self.env._("As usual")
            return self.env._("Unusually high") if number else self.env._("Unusually low")
        if self.higher_is == "worse":
            return {
                "green": self.env._("Right"),
                "yellow": self.env._("More than usual"),
                "orange": self.env._("Much: act soon"),
                "red": self.env._("Too much: act now"),
            }[colour]
        return {
            "red": self.env._("Too little: act now"),
            "yellow": self.env._("Less than usual"),
            "green": self.env._("Right"),
            "orange": self.env._("Above the norm: look why"),
        }[colour]
