# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo.http import request

from odoo.addons.website_crm.controllers.website_form import WebsiteForm as WebsiteCrmForm


class WebsiteForm(WebsiteCrmForm):
    def _handle_website_form(self, model_name, **kwargs):
        """Do not tell the visitor the card: the same number twice would say "we know you"."""
        answer = super()._handle_website_form(model_name, **kwargs)
        request_id = getattr(request, "crm_request_id", None)
        return json.dumps({"id": request_id}) if request_id else answer

    def insert_record(self, request, model_sudo, values, custom, meta=None):
        """Leads go through the intake: a known visitor's form lands on the known card."""
        if model_sudo.model != "crm.lead":
            return super().insert_record(request, model_sudo, values, custom, meta=meta)
        visitor = request.env["website.visitor"]._get_visitor_from_request(force_create=True)
        intake = request.env["crm.intake"]
        plain = intake._prepare_website_request(dict(values), custom, meta, visitor)
        filed = intake.receive([plain])
        lead = filed.lead_id
        if not lead:
            # Kept as a failed request; the visitor's lead is made as core makes it.
            request.update_context(crm_intake=True)
            lead_id = super().insert_record(request, model_sudo, values, custom, meta=meta)
            filed.write({"lead_id": lead_id, "lead_created": True})
            return lead_id
        request.crm_request_id = filed.id
        intake._link_visitor(filed, visitor)
        return lead.id
