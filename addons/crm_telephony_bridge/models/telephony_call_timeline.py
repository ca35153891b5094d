# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.numbers import spaced

MOST = 100


class TelephonyCall(models.Model):
    """The calls of a card, as they stand between its messages."""

    _inherit = "telephony.call"

    player_id = fields.Integer(
        compute="_compute_player_id", string="Listen", help="The recording to be played."
    )
    phone_text = fields.Char(
        compute="_compute_phone_text",
        search="_search_phone_text",
        string="Phone Number",
        help="In any spelling, or only the last digits.",
    )

    @api.depends("recording_ids.state")
    @api.depends_context("uid")
    def _compute_player_id(self):
        self.player_id = 0
        for call, recordings in self._playable().items():
            call.player_id = recordings[0].id

    @api.depends("customer_number", "direction", "called_number")
    def _compute_phone_text(self):
        for call in self:
            inside = call.direction == "internal"
            number = call.called_number if inside else call.customer_number
            call.phone_text = spaced(number) if number else False

    def _search_phone_text(self, operator, value):
        if operator not in ("=", "ilike", "like") or not isinstance(value, str):
            return NotImplemented
        digits = "".join(filter(str.isdigit, value))
        if not digits:
            return Domain.FALSE
        if len(digits) >= 9:
            return Domain("customer_tail", "=", digits[-9:])
        return Domain("customer_tail", "=like", f"%{digits}")

    def _playable(self):
        """Recordings that the acting user may listen to.

        :return: {call: recordings}, calls without any are left out
        """
        recordings = self.env["telephony.recording"]
        if not recordings.has_access("read"):
            return {}
        found = recordings.search([("call_id", "in", self.ids), ("state", "=", "stored")])
        return found.grouped("call_id")

    @api.model
    def _timeline_models(self):
        """Models whose cards show calls; each has ``_telephony_call_domain()``."""
        return ("crm.lead", "res.partner")

    @api.readonly
    @api.model
    def timeline(self, model, res_id, after=False, limit=30):
        """Read the calls of a card, newest first, as far as the acting user may see them.

        :param str model: of the card, one of ``_timeline_models``
        :param int res_id: of the card
        :param int after: id of the last call that was read
        :param int limit: how many
        :return: ``{"calls": [values of a call], "more": are there others}``
        """
        if model not in self._timeline_models():
            raise UserError(self.env._("Cards of this kind show no calls."))
        card = self.env[model].browse(res_id)
        card.check_access("read")
        domain = Domain(card._telephony_call_domain())
        last = self.browse(after or ()).exists()
        if last:
            last.check_access("read")
            domain &= Domain("started_at", "<", last.started_at) | (
                Domain("started_at", "=", last.started_at) & Domain("id", "<", last.id)
            )
        limit = min(max(limit, 1), MOST)
        calls = self.search(domain, limit=limit + 1)
        shown = calls[:limit]
        playable = shown._playable()
        told = [call._timeline_values(playable.get(call, ())) for call in shown]
        for values, call in zip(told, shown, strict=True):
            if call.sudo().partner_id == card:
                # It says so on top of the card.
                values["contact"] = ""
        return {"calls": told, "more": len(calls) > limit}

    def _timeline_values(self, recordings):
        """What a card shows of one call. Integrators may add to it.

        :param recordings: those that the acting user may listen to
        """
        self.ensure_one()
        missed = dict(self._fields["missed_state"]._description_selection(self.env))
        # The name of a colleague or contact may stand on a card that the reader does not see.
        known = self.sudo()
        return {
            "id": self.id,
            "state": self.state,
            "direction": self.direction,
            "disposition": self.disposition,
            "started_at": fields.Datetime.to_string(self.started_at),
            "wait_seconds": self.wait_seconds,
            "talk_seconds": self.talk_seconds,
            "person": known.user_id.name or known.extension_id.name or self.answered_by or "",
            "contact": known.partner_id.display_name or "",
            "number": self.phone_text or "",
            "line": self.line or "",
            "note": self.note or "",
            "result": known.result_id.name or "",
            "missed": missed[self.missed_state] if self.missed_state != "none" else "",
            "missed_open": self.missed_state == "open",
            "recordings": [{"id": one.id, "seconds": one.duration} for one in recordings],
        }
