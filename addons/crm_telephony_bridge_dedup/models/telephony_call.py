# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

# What the intake says of a call; nobody types it.
OURS = frozenset(("request_id", "request_pending"))


class TelephonyCall(models.Model):
    """The request that a call is, and who said whose call it is."""

    _inherit = "telephony.call"

    request_id = fields.Many2one(
        "crm.request", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )
    request_pending = fields.Boolean(
        readonly=True, copy=False, help="It waits to become a request."
    )
    is_owner_chosen = fields.Boolean(
        string="Owner Chosen by Hand",
        readonly=True,
        copy=False,
        help="Somebody said whose call it is; recognition does not change it.",
    )

    _request_pending_idx = models.Index("(id) WHERE request_pending")

    @api.model
    def _ingested(self, changes):
        """Let the calls that are over become requests, after the cards have popped up."""
        result = super()._ingested(changes)
        self.browse(
            change.call_id for change in changes if change.state["state"] == "ended"
        )._await_request()
        return result

    @api.model
    def _absorbed_into(self, pairs):
        """The request of a part is the request of its call: one call, one request."""
        result = super()._absorbed_into(pairs)
        for part, call in pairs:
            if part.request_id and not call.request_id:
                call.write({"request_id": part.request_id.id, "request_pending": False})
            if part.is_owner_chosen and not call.is_owner_chosen:
                call.is_owner_chosen = True
        return result

    def _erase_person(self):
        """The request is erased with the person's other requests; it is not told of here."""
        result = super()._erase_person()
        self.write({"request_id": False, "request_pending": False})
        return result

    def write(self, vals):
        """Remember that a person said whose call it is."""
        if not self.env.su and not vals.keys().isdisjoint(("partner_id", "lead_id")):
            vals = {**vals, "is_owner_chosen": True}
        return super().write(vals)

    @api.model
    def _manual_vals(self, vals):
        """Calls entered by hand are no requests, whatever is said of them."""
        values = super()._manual_vals(vals)
        return {name: value for name, value in values.items() if name not in OURS}

    def _check_facts(self, vals):
        result = super()._check_facts(vals)
        if OURS & vals.keys():
            raise UserError(self.env._("Which request a call is cannot be changed."))
        return result

    @api.model
    def card_create(self, call_id, name=False):
        """The lead made from the card is on record as the request of this call."""
        call = self._card_call(call_id, "write").sudo()
        known = call.lead_id
        door = self.with_context(crm_intake_channel="call")
        action = super(TelephonyCall, door).card_create(call_id, name)
        if not known and not call.request_id:
            request = call.lead_id.request_ids[:1]
            call.write({"request_id": request.id, "request_pending": False})
        return action
