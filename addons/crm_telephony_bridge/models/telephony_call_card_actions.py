# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

_ATTACHABLE = ("res.partner", "crm.lead")
_LONGEST_NOTE = 20000


class TelephonyCall(models.Model):
    """What is done from the card while one talks; each in one go and safe to repeat."""

    _inherit = "telephony.call"

    @api.model
    def card_create(self, call_id, name=False):
        """Make a contact and a lead with the caller's number; only the lead when he is known.

        A second click finds what the first one made.

        :param name: what the caller said, if he said it.
        :return: the action that opens the lead.
        """
        call = self._card_call(call_id, "write")
        if not call.lead_id:
            if not call.partner_id:
                call.partner_id = call.env["res.partner"].create(call._card_partner_values(name))
            else:
                call._remember_number(call.partner_id)
            call.lead_id = call.env["crm.lead"].create(call._card_lead_values())
        return call._card_open(call.lead_id)

    @api.model
    def card_attach(self, call_id, model, res_id):
        """Say whose call it is; the number is remembered as one of his.

        :param model: ``res.partner`` or ``crm.lead``.
        """
        if model not in _ATTACHABLE:
            raise UserError(self.env._("A call belongs to a contact, a lead or an opportunity."))
        call = self._card_call(call_id, "write")
        owner = call.env[model].browse(int(res_id))
        owner.check_access("read")
        if model == "crm.lead":
            call.write({"lead_id": owner.id, "partner_id": owner.partner_id.id})
        else:
            lead = call.lead_id if call.lead_id.partner_id == owner else call.env["crm.lead"]
            call.write({"partner_id": owner.id, "lead_id": lead.id})
        call._remember_number(owner)
        return True

    @api.model
    def card_note(self, call_id, note):
        """Write down what is said, while it is said."""
        call = self._card_call(call_id, "write")
        call.note = str(note or "")[:_LONGEST_NOTE]
        return True

    def _card_partner_values(self, name):
        """Values of the contact made from the card."""
        return {
            "name": (name or "").strip() or self._card_number() or self.env._("Unknown caller"),
            "phone": self._card_number(),
            "user_id": self.env.uid,
            "company_id": False,
        }

    def _card_lead_values(self):
        """Values of the lead made from the card."""
        medium = self.env.ref("utm.utm_medium_phone", raise_if_not_found=False)
        return {
            "name": self.env._("Call from %(name)s", name=self.partner_id.name),
            "partner_id": self.partner_id.id,
            # Another number here would become the contact's.
            "phone": self.partner_id.phone,
            "user_id": self.env.uid,
            "team_id": self.team_id.id or False,
            "company_id": self.company_id.id,
            "medium_id": medium.id if medium else False,
        }

    def _card_open(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def _remember_number(self, owner):
        """Keep the caller's number with a card that has another one."""
        number = self.customer_number
        if not number or owner.phone_sanitized == number:
            return
        field = "partner_id" if owner._name == "res.partner" else "lead_id"
        Number = self.env["telephony.number"]
        if not Number.search_count([(field, "=", owner.id), ("number", "=", number)], limit=1):
            Number.create({field: owner.id, "number": number, "raw": self._card_number()})
