# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..tools import snippets


class CrmIntakeSource(models.Model):
    """What to copy into a site so that it sends here."""

    _inherit = "crm.intake.source"

    intake_url = fields.Char(
        string="Address",
        compute="_compute_intake_url",
        help="Where requests are sent to, by POST.",
    )
    snippet_html = fields.Text(
        string="HTML Form",
        compute="_compute_snippets",
        help="Works without scripts; the visitor lands on the thank-you page.",
    )
    snippet_fetch = fields.Text(
        string="Form Sent by Script",
        compute="_compute_snippets",
        help="The visitor stays on the page. The site must be among the allowed origins.",
    )
    snippet_curl = fields.Text(
        string="Command Line", compute="_compute_snippets", help="From a server or for a try."
    )

    @api.depends("key")
    def _compute_intake_url(self):
        for source in self:
            source.intake_url = f"{source.get_base_url()}/crm/intake/{source.key}"

    @api.depends("key", "consent_text", "file_limit_kb", "secret_hash")
    @api.depends_context("lang")
    def _compute_snippets(self):
        labels = self._snippet_labels()
        for source in self:
            options = {"consent": source.consent_text or "", "files": bool(source.file_limit_kb)}
            url = source.intake_url
            source.snippet_html = snippets.html_form(url, labels, **options)
            source.snippet_fetch = snippets.fetch_form(url, labels, **options)
            source.snippet_curl = snippets.curl_line(url, secret=source.has_secret)

    @api.model
    def _snippet_labels(self):
        """Texts of the form in the current language. Hook: extend to word them differently."""
        return {
            "name": self.env._("Name"),
            "phone": self.env._("Phone"),
            "email": self.env._("E-mail"),
            "company": self.env._("Company"),
            "message": self.env._("Message"),
            "files": self.env._("Files"),
            "send": self.env._("Send"),
            "wait": self.env._("Sending…"),
            "done": self.env._("Thank you. We have received your request."),
            "failed": self.env._("This did not work. Please try again."),
        }
