# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

_CARDS = ("res.partner", "crm.lead")


class ResUsers(models.Model):
    """A user and his phones."""

    _inherit = "res.users"

    telephony_extension_ids = fields.One2many("telephony.extension", "user_id", string="Phones")
    telephony_extension_id = fields.Many2one(
        "telephony.extension",
        string="Phone to Call from",
        domain="[('user_id', '=', id)]",
        ondelete="set null",
        help="Which of your phones rings when you click on a number.",
    )

    @property
    def SELF_READABLE_FIELDS(self):  # noqa: N802
        """Extended: everybody reads his own phones."""
        return [
            *super().SELF_READABLE_FIELDS,
            "telephony_extension_id",
            "telephony_extension_ids",
        ]

    @property
    def SELF_WRITEABLE_FIELDS(self):  # noqa: N802
        """Extended: everybody chooses among his own phones."""
        return [*super().SELF_WRITEABLE_FIELDS, "telephony_extension_id"]

    def _telephony_phone(self):
        """The phone that rings when the user clicks on a number, or an empty recordset."""
        usable = self.sudo().telephony_extension_ids.filtered(
            lambda extension: (
                extension.active
                and extension.provider_id.active
                and extension.provider_id.is_enabled
                and extension.company_id in self.sudo().company_ids
            )
        )
        chosen = self.sudo().telephony_extension_id & usable
        return (
            chosen
            or usable.sorted(
                lambda extension: (
                    not extension.provider_id._can_dial(),
                    not extension.is_connected,
                    extension.id,
                )
            )[:1]
        )

    @api.model
    def telephony_call(self, number, model=False, res_id=False):
        """Let the user's phone ring, then that of the number.

        :param number: as it stands on the card.
        :param model: with ``res_id``, the card it stands on.
        :return: state of the order: ``command_id``, ``state``, ``reason``, ``name``, ``number``.
        """
        user = self.env.user
        answer = {"command_id": False, "state": "failed", "number": number, "name": ""}
        extension = user._telephony_phone()
        if not extension:
            return {**answer, "reason": self.env._("you have no phone in Odoo")}
        provider = extension.provider_id
        if not provider._can_dial():
            reason = self.env._(
                "%(provider)s cannot be asked to dial from Odoo: dial on your phone",
                provider=provider.name,
            )
            return {**answer, "reason": reason}
        destination = provider._read_destination(number)
        if not destination:
            return {**answer, "reason": self.env._("this is no phone number")}
        rule = self.env["telephony.dialling.rule"]._forbidding(user, provider, destination)
        if rule:
            return {**answer, "reason": self.env._("not allowed (%(rule)s)", rule=rule.name)}
        record = self._telephony_card(model, res_id)
        command = self.env["telephony.command"].sudo()
        command = command._dial(extension, destination, number, record)
        name = record.display_name if record else ""
        return {**answer, "name": name, **command._state_payload()}

    @api.model
    def telephony_call_state(self, command_id):
        """How far an order of the user is; one that nobody took in time fails now."""
        command = self.env["telephony.command"].browse(int(command_id))
        command.check_access("read")
        command = command.sudo()
        command._expire()
        return command._state_payload()

    def _telephony_card(self, model, res_id):
        if model not in _CARDS or not res_id:
            return None
        record = self.env[model].browse(int(res_id)).exists()
        return record if record.has_access("read") else None
