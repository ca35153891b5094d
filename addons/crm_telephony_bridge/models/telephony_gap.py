# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import UTC, datetime

from odoo import api, fields, models


class TelephonyGap(models.Model):
    """A time of which a bridge heard nothing of its PBX and could not find out later."""

    _name = "telephony.gap"
    _description = "Gap in the Calls of a Provider"
    _order = "start_at desc, id desc"
    _rec_name = "start_at"

    provider_id = fields.Many2one(
        "telephony.provider", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="provider_id.company_id", store=True)
    pbx = fields.Char()
    start_at = fields.Datetime(string="From", required=True)
    end_at = fields.Datetime(string="To")
    reason = fields.Char()
    is_recovered = fields.Boolean(help="The calls of this time were found in the PBX's records.")

    _start_uniq = models.UniqueIndex("(provider_id, COALESCE(pbx, ''), start_at)")

    @api.private
    @api.model
    def _take(self, provider, gaps):
        """Keep the gaps that a bridge tells of; it tells each until we have it, and again later.

        :param gaps: as ``tools.bridge_message.read_gaps`` reads them
        """
        if not gaps:
            return
        known = {
            (gap.pbx or "", gap.start_at): gap
            for gap in self.search([("provider_id", "=", provider.id)])
        }
        new = {}
        for gap in gaps:
            values = {
                "provider_id": provider.id,
                "pbx": gap["pbx"],
                "start_at": _moment(gap["start"]),
                "end_at": _moment(gap["end"]),
                "reason": gap["reason"] or False,
                "is_recovered": gap["recovered"],
            }
            key = gap["pbx"], values["start_at"]
            if key in known:
                known[key].write(values)
            else:
                new[key] = values
        self.create(list(new.values()))


def _moment(seconds):
    if seconds is None:
        return False
    return datetime.fromtimestamp(int(seconds), UTC).replace(tzinfo=None)
