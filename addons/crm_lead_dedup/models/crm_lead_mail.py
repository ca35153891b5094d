# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def message_post(self, **kwargs):
        """A mail that the intake has filed is told to the person in charge and to nobody else.

        On the card of somebody known it is an internal note; on a new lead it is the message
        that made the lead, as in core.
        """
        request_id = self.env.context.get("crm_intake_mail", {}).get(self.id)
        if not request_id or kwargs.get("message_type") != "email":
            return super().message_post(**kwargs)
        request = self.env["crm.request"].sudo().browse(request_id)
        note = not request.lead_created
        kwargs.update(
            subtype_id=(
                self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note")
                if note
                else self._creation_subtype().id
            ),
            is_internal=note,
            partner_ids=request.user_id.partner_id.ids,
            notify_skip_followers=True,
            # A colleague may forward a mail to his own card.
            notify_author_mention=True,
        )
        return super().message_post(**kwargs)

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Reached only when the intake failed: the failed request shows the lead core made."""
        failed = self.env["crm.request"].sudo().browse(self.env.context.get("crm_intake_failed"))
        if not failed:
            return super().message_new(msg_dict, custom_values)
        lead = super(CrmLead, self.with_context(crm_intake=True)).message_new(
            msg_dict, custom_values
        )
        # The context may come from outside; only what failed may be put on a card this way.
        mine = failed.filtered(lambda row: row.result == "failed" and not row.lead_id)
        mine = mine.filtered(lambda row: row.company_id == lead.company_id)[:1] or mine[:1]
        mine.write({"lead_id": lead.id, "lead_created": True})
        return lead.with_env(self.env)
