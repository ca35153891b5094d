# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class TelephonyCall(models.Model):
    """After the call: what came of it, and whether that is still to be said.

    An answered call is ``open``, or ``required`` when the team wants every call described, until
    somebody says what came of it (``done``). What a team wants counts when the call ends: a change
    of mind does not rewrite the past.
    """

    _inherit = "telephony.call"

    finish_state = fields.Selection(
        [("open", "Not described"), ("required", "To finish"), ("done", "Finished")],
        string="After the Call",
        compute="_compute_finish_state",
        store=True,
        copy=False,
    )
    meeting_planned = fields.Selection(
        [("yes", "Yes"), ("no", "No")],
        help="Whether a meeting was agreed on in this call.",
    )

    _to_finish_idx = models.Index("(user_id) WHERE finish_state = 'required'")

    @api.depends("state", "disposition", "user_id", "result_id")
    def _compute_finish_state(self):
        for call in self:
            if call.finish_state == "done" or call.result_id:
                call.finish_state = "done"
            elif not call._wants_finishing():
                call.finish_state = False
            else:
                team = call.team_id or call.user_id.sale_team_id
                wanted = "required" if team.call_finish_required else "open"
                call.finish_state = call.finish_state or wanted

    def _wants_finishing(self):
        """Whether one can be asked what came of the call: somebody of us spoke, just now."""
        return (
            self.state == "ended"
            and self.disposition == "answered"
            and self.direction != "internal"
            and self.user_id
            and not self.is_recovered
            and not self.is_manual
        )

    @api.model
    def _unfinished_domain(self):
        """Calls of the user that he has to describe."""
        return Domain("user_id", "=", self.env.uid) & Domain("finish_state", "=", "required")

    @api.model
    def _count_unfinished(self):
        return self.sudo().search_count(self._unfinished_domain(), limit=100)

    def _finish_results(self):
        """Results to choose from, as the card shows them."""
        domain = [("company_id", "in", [False, self.company_id.id])]
        return self.env["telephony.call.result"].search_read(domain, ["name"], load=None)

    @api.model
    def card_finish(self, call_id, result_id, note=False):
        """Say in two clicks what came of the call; the next step has its own form.

        :return: how many of the user's calls still want finishing.
        """
        call = self._card_call(call_id, "write")
        if not result_id:
            raise UserError(self.env._("Say what came of the call."))
        call._finish({"result_id": int(result_id), "note": note or call.note})
        return self._count_unfinished()

    def _finish(self, values):
        """Write what came of the calls (with ``result_id``); their cards close everywhere."""
        self.write(values)
        for user, calls in self.sudo().grouped("user_id").items():
            unfinished = calls.with_user(user)._count_unfinished() if user else 0
            for call in calls:
                payload = {"call_id": call.id, "unfinished": unfinished}
                user._bus_send("crm_telephony_bridge.finished", payload)

    def action_finish(self):
        """Open the form after the call."""
        self.ensure_one()
        return {
            "name": self.env._("After the call"),
            "type": "ir.actions.act_window",
            "res_model": "telephony.call.finish",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_call_id": self.id},
        }
