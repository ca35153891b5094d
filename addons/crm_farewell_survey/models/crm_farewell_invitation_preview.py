# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.sms_text import size_of, unicode_characters
from .crm_farewell_invitation_states import WAITING


class CrmFarewellInvitation(models.Model):
    """A letter before it leaves."""

    _inherit = "crm.farewell.invitation"

    def action_preview(self):
        """Show the letter as it would leave now."""
        self.ensure_one()
        self.check_access("read")
        preview = self.env["crm.farewell.preview"].create(self.sudo()._prepare_preview())
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Letter"),
            "res_model": "crm.farewell.preview",
            "res_id": preview.id,
            "view_mode": "form",
            "target": "new",
        }

    def _prepare_preview(self):
        """Return what a letter would say and where it would go; nothing of it is written."""
        ways = self._ways(self._excluded()) or [
            way for way in self._wanted_ways() if self._template_of(way)
        ]
        if not ways:
            raise UserError(self.env._("There is no letter for this: the policy has no template."))
        way = self.channel if self.channel in ways else ways[0]
        draft = self._draft(way)
        return {
            "invitation_id": self.id,
            "channel": way,
            "target": self._target(way),
            "due_at": self.due_at,
            "email": self.email,
            "phone": self.phone,
            "wanted_lang": self.lang if self.lang in self._installed_languages() else False,
            **draft,
        }

    def _change(self, values):
        """Change when and where a letter goes that was not sent."""
        self.ensure_one()
        self._check_own()
        invitation = self.sudo()
        if invitation.state not in WAITING:
            raise UserError(self.env._("Only a letter that was not sent can be changed."))
        due = max(values["due_at"] or fields.Datetime.now(), fields.Datetime.now())
        invitation.write(
            {
                "due_at": invitation._opening(due),
                "email": values["email"],
                "phone": values["phone"],
                "lang": values["lang"] or invitation.lang,
            }
        )

    def _draft(self, way):
        """Return the words of a letter."""
        lang = self._language_of_draft(way)
        template = self._template_of(way).with_context(template_preview_lang=lang)
        one = self.with_company(self.company_id)
        template = template.with_env(one.with_context(template_preview_lang=lang).env)
        names = ["subject", "body_html"] if way == "email" else ["body"]
        words = {
            name: template._render_field(name, self.ids, compute_lang=True)[self.id]
            for name in names
        }
        if way == "email":
            return {"lang": lang, "subject": words["subject"], "body": words["body_html"]}
        return {
            "lang": lang,
            "text": words["body"],
            "sms_segments": size_of(words["body"]).messages,
            "unicode_characters": " ".join(unicode_characters(words["body"])),
        }

    def _language_of_draft(self, way):
        """Return the language in which it would be written."""
        fresh = self.new(origin=self)
        fresh.channel = way
        fresh._choose_languages()
        return fresh.lang
