# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from lxml import html

from odoo.tests import tagged

from ..tools.snippets import LABELS
from .common import DedupCommon


@tagged("post_install", "-at_install")
class TestSourceSnippet(DedupCommon):
    """The code to copy; a browser and curl use it in the tests of the suite."""

    def test_address(self):
        self.assertEqual(
            self.source.intake_url, f"{self.source.get_base_url()}/crm/intake/{self.source.key}"
        )

    def test_follows_the_source(self):
        """A new key, a consent text, files: the code changes with them."""
        self.source.write({"consent_text": 'I <b>agree</b> "fully"', "file_limit_kb": 0})
        form = html.fromstring(f"<div>{self.source.snippet_html}</div>").find("form")
        self.assertEqual(form.get("action"), self.source.intake_url)
        self.assertEqual(form.fields["consent_text"], 'I <b>agree</b> "fully"')
        self.assertNotIn("multipart", self.source.snippet_html)
        self.source.file_limit_kb = 100
        self.assertIn("multipart/form-data", self.source.snippet_html)
        old_key = self.source.key
        self.source.action_renew_key()
        for name in ("snippet_html", "snippet_fetch", "snippet_curl"):
            self.assertNotIn(old_key, self.source[name])
            self.assertIn(self.source.key, self.source[name])

    def test_secret_only_by_name(self):
        """The line says where the secret goes, never what it is."""
        self.assertNotIn("Authorization", self.source.snippet_curl)
        secret = self.source._new_secret()
        self.assertIn("Bearer $SECRET", self.source.snippet_curl)
        self.assertNotIn(secret, self.source.snippet_curl)

    def test_every_text_is_translatable(self):
        self.assertEqual(self.source._snippet_labels(), LABELS)

    def test_text_cannot_leave_the_script(self):
        """A translation is data for the script, not part of its code."""
        hook = type(self.env["crm.intake.source"])._snippet_labels
        self.patch(
            type(self.env["crm.intake.source"]),
            "_snippet_labels",
            lambda source: {**hook(source), "done": "</script><script>alert(1)//"},
        )
        self.assertNotIn("<script>alert", self.source.snippet_fetch)
