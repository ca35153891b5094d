# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from functools import partial

from odoo import models
from odoo.tools.mail import formataddr

from ..tools.refusals import RefusedError

# What core's composer says of a letter that must not be sent.
REFUSED = ("mail_bl", "mail_optout", "mail_dup")


class CrmFarewellInvitation(models.Model):
    """Letters by e-mail: core's composer prepares them, and they leave past its queue.

    The queue sends before it commits, so a killed process would send twice.
    """

    _inherit = "crm.farewell.invitation"
    _mail_defaults_to_email = True

    def _prepare_email(self, template):
        """Return the values of the letters of one language and company, by id.

        Those that an exclusion list forbids have none.
        """
        lang = self[:1].lang
        composer = (
            self.env["mail.compose.message"]
            .with_context(lang=lang, mail_composer_force_partners=False)
            .create(
                {
                    "composition_mode": "mass_mail",
                    "model": self._name,
                    "res_ids": repr(self.ids),
                    "template_id": template.id,
                    "use_exclusion_list": True,
                    "auto_delete": True,
                    "auto_delete_keep_log": True,
                    "lang": lang,
                }
            )
        )
        prepared = composer._manage_mail_values(composer._prepare_mail_values(self.ids))
        return {
            one.id: self._to_whom(one, prepared[one.id])
            for one in self
            if one.id in prepared and prepared[one.id].get("failure_type") not in REFUSED
        }

    def _to_whom(self, one, values):
        """Return the values of a letter to the invitation's own address and nobody else."""
        values.pop("partner_ids", None)
        return values | {
            "email_to": formataddr((one.person_name or "", one.email_normalized)),
            "email_cc": False,
            "recipient_ids": False,
            "email_from": values.get("email_from") or one.company_id.email_formatted,
            "state": "outgoing",
            # Core would take it away also when it was not sent.
            "auto_delete": False,
            "failure_type": False,
        }

    def _deliver_email(self, values, link):
        """Return what hands the letter over to the mail server.

        :param values: of the letter, with the dummy link
        :param link: path of the personal link
        """
        mail = self.env["mail.mail"].sudo().create(values)
        notices = self.env["mail.compose.message"].new({"auto_delete": False})
        self.env["mail.notification"].sudo().create(
            notices._generate_mail_notification_values(mail)
        )
        links = (self._link_placeholder(), f"{self.get_base_url()}{link}")
        return partial(self._hand_over_email, mail.with_context(farewell_link=links))

    def _hand_over_email(self, mail):
        """Send a letter now; its copy among the messages is what stays.

        :raise RefusedError: it was surely not sent
        """
        try:
            mail.send(raise_exception=True)
        except Exception as error:
            # Core leaves this state only once there is a connection.
            if mail.state == "outgoing":
                raise RefusedError(str(error), is_outage=True) from error
            raise
        if mail.state != "sent":
            waits = mail.state == "outgoing"
            raise RefusedError(mail.failure_reason or "", is_final=not waits, is_outage=waits)
        mail.unlink()
