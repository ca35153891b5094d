# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CrmLead(models.Model):
    """The claim list: first come, first served."""

    _inherit = "crm.lead"

    def action_claim(self):
        """Take leads of the claim list; who comes second is told so, politely.

        :return: an action that tells what became of it and reloads the list.
        """
        taken, refusal = self._claim()
        text = self.env._("%(count)s leads are yours.", count=len(taken))
        if len(taken) == 1:
            text = self.env._("%(lead)s is yours.", lead=taken.display_name)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if refusal else "success",
                "message": " ".join(filter(None, [text if taken else "", refusal])),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _claim(self):
        """Return (the leads that the user has got now, why he did not get all, or False)."""
        # sudo: a lead that a colleague has just taken may not be read any more. Nothing of a lead
        # is shown; it is written only where the user's own rights allow it.
        leads = self.sudo().filtered(
            lambda lead: not lead.company_id or lead.company_id in self.env.companies
        )
        taken, refusal = self.browse(), False
        if leads < self:
            refusal = self.env._("Somebody else was faster.")
        for scheme, batch in leads.grouped("assignment_scheme_id").items():
            got, why = scheme._claim(batch)
            taken |= got.with_env(self.env)
            refusal = refusal or why
        return taken, refusal
