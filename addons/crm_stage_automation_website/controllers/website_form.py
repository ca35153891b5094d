# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.addons.website_crm.controllers.website_form import WebsiteForm as WebsiteCrmForm


class WebsiteForm(WebsiteCrmForm):
    def insert_record(self, request, model_sudo, values, custom, meta=None):
        """A visitor's form is a request, and is answered, as a mail to the team is."""
        record = super().insert_record(request, model_sudo, values, custom, meta=meta)
        if record and model_sudo.model == "crm.lead":
            # sudo: the visitor may not see what he has sent
            lead = request.env["crm.lead"].sudo().browse(record).exists()
            if lead:
                lead.note_request()
                lead._answer_request()
        return record
