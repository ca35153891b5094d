# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.http import request

# Fields by which core's own doors mark the leads they make; absent when not installed.
CHANNEL_OF_FIELD = {
    "origin_channel_id": "chat",
    "event_lead_rule_id": "event",
    "event_id": "event",
    "origin_survey_id": "survey",
}
CHANNEL_OF_PATH = (
    ("/json/", "api"),
    ("/jsonrpc", "api"),
    ("/xmlrpc", "api"),
    ("/website/form", "website"),
    ("/survey/", "survey"),
    ("/mail_plugin/", "plugin"),
    ("/mail_client_extension/", "plugin"),
    ("/im_livechat/", "chat"),
    ("/chatbot/", "chat"),
)


class CrmLead(models.Model):
    _inherit = "crm.lead"

    @api.model_create_multi
    def create(self, vals_list):
        """Leads of other doors than the intake are put on record as requests, too.

        They are compared with the cards there are, and shown as doubtful when somebody is known;
        nothing is refused or attached, and nobody is told.
        """
        if not self._intake_records_leads():
            return super().create(vals_list)
        channels = [self._intake_channel(vals) for vals in vals_list]
        rated = ["lead_quality" in vals for vals in vals_list]
        leads = super().create(vals_list)
        self.env["crm.intake"]._record_leads(leads, channels, rated)
        return leads

    def copy(self, default=None):
        """A copy of a card is no request."""
        copies = super(CrmLead, self.with_context(crm_intake=True)).copy(default)
        return copies.with_env(self.env)

    @api.model
    def _intake_records_leads(self):
        """Whether leads made now become requests: not the intake's own, not data of add-ons."""
        return not (self.env.context.get("crm_intake") or self.env.context.get("install_mode"))

    @api.model
    def _intake_channel(self, vals):
        """Channel of a lead that was not made by the intake.

        Hook: a door that cannot be told by its fields or its address sets ``crm_intake_channel``
        in the context, or extends this.

        :param vals: values of :meth:`create`
        :return: a key of ``crm.request.channel``
        """
        context = self.env.context
        if context.get("crm_intake_channel"):
            return context["crm_intake_channel"]
        for name, channel in CHANNEL_OF_FIELD.items():
            if vals.get(name):
                return channel
        if context.get("import_file") or context.get("_import_current_module"):
            return "import"
        if not request:
            # A scheduled action or a program inside the server.
            return "api"
        path = request.httprequest.path
        for prefix, channel in CHANNEL_OF_PATH:
            if path.startswith(prefix):
                return channel
        return "manual" if self.env.user._is_internal() else "website"
