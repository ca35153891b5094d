# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..tools.feedback_file import to_csv, to_json

_logger = logging.getLogger(__name__)

PERSON = (
    "name", "email", "phone", "lang", "feedback_refused", "birth_day", "birth_month", "birth_year",
)  # fmt: skip


class CrmFarewellPrivacy(models.TransientModel):
    """A person asks what is known of his feedback, or wants it erased."""

    _name = "crm.farewell.privacy"
    _description = "Feedback of a Person"

    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
        help="Of a company, all of its people.",
    )
    invitation_count = fields.Integer(string="Letters", compute="_compute_invitation_count")
    file_type = fields.Selection(
        [("json", "JSON"), ("csv", "CSV")], string="Kind of File", required=True, default="csv"
    )
    stop_asking = fields.Boolean(
        string="Do Not Ask Again", default=True, help="The person gets no more questions."
    )
    file = fields.Binary(attachment=False, readonly=True)
    file_name = fields.Char(readonly=True)

    @api.depends("partner_id")
    def _compute_invitation_count(self):
        for wizard in self:
            wizard.invitation_count = len(wizard._invitations()) if wizard.partner_id else 0

    def action_export(self):
        """Download all that is known."""
        self._check_manager()
        known = self._known()
        content = to_json(known) if self.file_type == "json" else self._as_csv(known)
        self.file = base64.b64encode(content)
        self.file_name = f"feedback-{self.partner_id.id}.{self.file_type}"
        _logger.info("User %s exported feedback of contact %s", self.env.uid, self.partner_id.id)
        return {
            "type": "ir.actions.act_url",
            "target": "self",
            "url": f"/web/content/{self._name}/{self.id}/file/{self.file_name}?download=true",
        }

    def action_erase(self):
        """Erase who said what; figures stay."""
        self._check_manager()
        invitations = self._invitations().sudo()
        if not invitations and not self.stop_asking:
            raise UserError(self.env._("Nothing is known of this person's feedback."))
        invitations._check_forgettable()
        invitations._forget()
        person = self.partner_id.sudo()
        if self.stop_asking:
            self._people().feedback_refused = True
        person._message_log(
            body=self.env._("Feedback was erased; letters: %(count)s.", count=len(invitations))
        )
        _logger.info("User %s erased feedback of contact %s", self.env.uid, person.id)
        self.search([("partner_id", "=", person.id)]).file = False
        return {"type": "ir.actions.act_window_close"}

    def _check_manager(self):
        """Refuse who is no manager of sales, or may not read the person.

        :raise AccessError: so it is
        """
        self.ensure_one()
        if not self.env.user.has_group("sales_team.group_sale_manager"):
            raise AccessError(self.env._("Only managers of sales may do this."))
        self.partner_id.check_access("read")

    def _people(self):
        everyone = self.env["res.partner"].sudo().with_context(active_test=False)
        return everyone.search([("id", "child_of", self.partner_id.ids)])

    def _invitations(self):
        """Return the letters to the person that the user may see, also those without a contact."""
        people = self._people()
        emails = [email for email in people.mapped("email_normalized") if email]
        return self.env["crm.farewell.invitation"].search(
            Domain("partner_id", "in", people.ids)
            | (Domain("partner_id", "=", False) & Domain("email_normalized", "in", emails)),
            order="id",
        )

    def _known(self):
        """Return plain values of the people and of their letters."""
        people = self._people()
        return {
            "people": [{name: one[name] or None for name in PERSON} for one in people],
            "feedback": self._invitations().sudo()._known(),
        }

    def _as_csv(self, known):
        """Return it as rows of one fact each."""
        rows = []
        for number, person in enumerate(known["people"], 1):
            rows += [("person", number, name, value) for name, value in person.items()]
        for number, one in enumerate(known["feedback"], 1):
            for name, value in one.items():
                if isinstance(value, list):
                    rows += [("feedback", number, name, self._line(each)) for each in value]
                else:
                    rows.append(("feedback", number, name, value))
        return to_csv(("of", "number", "what", "value"), rows)

    def _line(self, each):
        return " | ".join(str(value) for value in each.values() if value)
