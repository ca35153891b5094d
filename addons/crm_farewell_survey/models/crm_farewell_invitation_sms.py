# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from functools import partial

from odoo import models

from ..tools.refusals import RefusedError
from ..tools.sms_text import size_of

# What no second try makes better; all else may be over soon.
HOPELESS = ("sms_number_missing", "sms_number_format", "sms_country_not_supported")


class CrmFarewellInvitation(models.Model):
    """Letters by SMS: core's composer prepares them for whatever gateway is installed."""

    _inherit = "crm.farewell.invitation"

    def _prepare_sms(self, template):
        """Return the values of the SMS of one language and company, by id.

        Those that an exclusion list forbids have none.
        """
        composer = (
            self.env["sms.composer"]
            .with_context(lang=self[:1].lang, template_preview_lang=self[:1].lang)
            .create(
                {
                    "composition_mode": "mass",
                    "res_model": self._name,
                    "res_ids": repr(self.ids),
                    "template_id": template.id,
                    "use_exclusion_list": True,
                    "mass_keep_log": False,
                }
            )
        )
        prepared = composer._filter_out_and_handle_revoked_sms_values(
            composer._prepare_mass_sms_values(self)
        )
        return {number: one for number, one in prepared.items() if one["state"] == "outgoing"}

    def _deliver_sms(self, values, link):
        """Return what hands the SMS over to the gateway; what is kept has the dummy link."""
        text = values["body"]
        real = text.replace(self._link_placeholder(), f"{self.get_base_url()}{link}")
        note = self.sudo()._message_log(body=text, message_type="sms")
        message = (
            self.env["sms.sms"]
            .sudo()
            .create(values | {"body": real, "mail_message_id": note.id, "failure_type": False})
        )
        self.env["sms.tracker"].sudo().create(
            {"sms_uuid": message.uuid, "farewell_invitation_id": self.id}
        )
        self.sms_segments = size_of(real).messages
        return partial(self._hand_over_sms, message, text)

    def _hand_over_sms(self, message, kept):
        """Send an SMS now.

        :param kept: the text that is kept
        :raise RefusedError: the gateway did not take it
        """
        message.send(raise_exception=True)
        message.body = kept
        if message.state not in ("process", "pending", "sent"):
            failure = message.failure_type or "unknown"
            raise RefusedError(failure, is_final=failure in HOPELESS)
