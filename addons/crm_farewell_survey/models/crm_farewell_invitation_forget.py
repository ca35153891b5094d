# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .crm_farewell_invitation_states import OPEN

# Months for letters whose policy was deleted, and for greetings.
MONTHS = 36
# So many are forgotten in a transaction.
PIECE = 500
# What tells who it was. Figures, reasons, times and whose deal it was stay.
PERSONAL = (
    "partner_id", "person_name", "lead_id", "lead_name", "email", "phone", "tz", "error",
    "offer_code", "callback_date", "next_reminder_at", "may_quote", "is_begun",
)  # fmt: skip


class CrmFarewellInvitation(models.Model):
    """Who said what is forgotten: at the person's wish, or when its time is over."""

    _inherit = "crm.farewell.invitation"

    forgotten_at = fields.Datetime(
        string="Forgotten on", readonly=True, copy=False, help="Since then only figures are kept."
    )

    _retention_idx = models.Index("(policy_id, event_at) WHERE forgotten_at IS NULL")

    def _forget(self):
        """Erase the person, the addresses, the letters and the answers; counts and scores stay.

        Also of those who have not finished, or not begun: their letters and links end here.
        Hook: extend to erase what your add-on keeps of the answer.
        """
        now = fields.Datetime.now()
        self._forget_messages()
        self._forget_answers()
        self._cancel("forgotten")
        self.filtered(lambda one: one.state in OPEN).write(
            {"state": "expired", "reason": "forgotten"}
        )
        for one in self:
            values = dict.fromkeys(PERSONAL, False)
            if not one.client_id.is_company or one.client_id == one.partner_id:
                values["client_id"] = False
            # Nothing leads back to the deal or contact; the key only stays unlike all others.
            one.write(values | {"origin_key": f"forgotten/{one.id}", "forgotten_at": now})

    def _forget_messages(self):
        """Erase the letters as they are kept, and what was written of answers elsewhere."""
        ours = [("model", "=", self._name), ("res_id", "in", self.ids)]
        messages = self.env["mail.message"].search(ours) | self.note_ids.exists()
        self.env["sms.sms"].search([("mail_message_id", "in", messages.ids)]).unlink()
        self.env["sms.tracker"].search([("farewell_invitation_id", "in", self.ids)]).unlink()
        messages.unlink()
        of_ours = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        for model in ("ir.attachment", "mail.followers", "mail.activity"):
            self.env[model].search(of_ours).unlink()

    def _forget_answers(self):
        """Erase the answers, finished or not, and the links to them."""
        answers = self.env["survey.user_input"].search([("farewell_invitation_id", "in", self.ids)])
        (answers | self.user_input_id).unlink()
        self.token_ids.unlink()

    def _check_forgettable(self):
        """Lock the rows.

        :raise UserError: a letter is just leaving
        """
        self.lock_for_update()
        if self.filtered(lambda one: one.state == "sending"):
            raise UserError(
                self.env._("A letter to this person is being sent now. Try again in some minutes.")
            )

    @api.autovacuum
    def _gc_forget(self):
        """Forget who answered what when the policy's months are over."""
        policies = self.env["crm.farewell.policy"].sudo().with_context(active_test=False).search([])
        terms = {policy.id: policy.retention_months for policy in policies} | {False: MONTHS}
        done = 0
        for policy, months in terms.items():
            if months and done < PIECE:
                limit = fields.Datetime.now() - relativedelta(months=months)
                domain = (
                    Domain("policy_id", "=", policy)
                    & Domain("forgotten_at", "=", False)
                    & Domain("event_at", "<", limit)
                    & Domain("state", "!=", "sending")
                    & (Domain("answered_at", "=", False) | Domain("answered_at", "<", limit))
                )
                old = self.sudo().search(domain, limit=PIECE - done).try_lock_for_update()
                old._forget()
                done += len(old)
        return done, int(done >= PIECE)
