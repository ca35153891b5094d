# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class MailTemplate(models.Model):
    """A letter about a document whose client is hidden."""

    _inherit = "mail.template"

    def _generate_template(self, res_ids, render_fields, *args, **kwargs):
        # Who may write templates may print any field, so the rule stays in force here. The name
        # and the language are put in memory before: letters greet by the one in the other.
        if self.render_model:
            documents = self.env[self.render_model].browse(res_ids)
            partners = self.env["res.partner"].union(*documents._mail_get_partners().values())
            partners._hidden_from_user().sudo().fetch(["name", "lang"])
        return super()._generate_template(res_ids, render_fields, *args, **kwargs)
