# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools.exact import exact, plain
from .crm_kpi_band import SIGNS


class CrmKpiBandSet(models.Model):
    """A scale as the editor has it, and back."""

    _inherit = "crm.kpi.band.set"

    def _kpi_guide_set(self):
        """The set as plain values for the editor; limits are texts, exact."""
        self.ensure_one()
        return {
            "id": self.id,
            "basis": self.basis,
            "is_shared": not self.company_id,
            "low": plain(exact(self.low)) if self.has_low else None,
            "high": plain(exact(self.high)) if self.has_high else None,
            "bands": [
                {
                    "id": band.id,
                    "low": plain(exact(band.low)) if band.has_low else None,
                    "low_in": band.low_included,
                    "high": plain(exact(band.high)) if band.has_high else None,
                    "high_in": band.high_included,
                    "colour": band.colour,
                    "sign": band.sign or "",
                    "name": band.name,
                    "advice": band.advice or "",
                }
                for band in self.band_ids
            ],
        }

    def _kpi_band_commands(self, bands):
        """What to do with the stored bands so that they are these; their records stay.

        :param list bands: as :meth:`_kpi_guide_set` tells them
        :raises UserError: for what no band can be
        """
        known = set(self.band_ids.ids)
        kept = known & {band.get("id") for band in bands}
        commands = [Command.delete(number) for number in sorted(known - kept)]
        for sequence, band in enumerate(bands):
            values = {**self._kpi_band_values(band), "sequence": sequence}
            if band.get("id") in kept:
                commands.append(Command.update(band["id"], values))
            else:
                commands.append(Command.create(values))
        return commands

    def _kpi_band_values(self, band):
        """One band as values of its record."""
        if band.get("colour") not in SIGNS or not (band.get("name") or "").strip():
            raise UserError(self.env._("Each band needs a colour and a few words: what it means."))
        values = {
            "colour": band["colour"],
            "sign": band.get("sign") or SIGNS[band["colour"]],
            "name": band["name"].strip(),
            "advice": band.get("advice") or False,
            "low_included": bool(band.get("low_in")),
            "high_included": bool(band.get("high_in")),
        }
        for name in ("low", "high"):
            limit = band.get(name)
            values[f"has_{name}"] = limit is not None
            values[name] = 0.0 if limit is None else self._kpi_number(limit)
        return values

    def _kpi_number(self, text):
        """A number that somebody wrote."""
        try:
            return float(exact(text))
        except (ValueError, TypeError, OverflowError) as error:
            raise UserError(self.env._("“%(text)s” is not a number.", text=text)) from error
