# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase

from .common import DedupCommon


class EndpointCase(DedupCommon, HttpCase):
    """Talks to the door as the outside does; ``self.source`` is the door."""

    def _address(self, source=None):
        return f"/crm/intake/{(source or self.source).key}"

    def _post_json(self, data, source=None, **headers):
        """Post an object as a program does."""
        return self.url_open(
            self._address(source), json=data, headers=headers, allow_redirects=False, method="POST"
        )

    def _post_form(self, data, source=None, files=None, **headers):
        """Post a form as a browser does."""
        browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", **headers}
        return self.url_open(
            self._address(source),
            data=data,
            files=files,
            headers=browser,
            allow_redirects=False,
            method="POST",
        )

    def _post_body(self, body, content_type, source=None, **headers):
        """Post bytes of any kind."""
        return self.url_open(
            self._address(source),
            data=body,
            headers={"Content-Type": content_type, **headers},
            allow_redirects=False,
            method="POST",
        )

    def _requests(self, source=None):
        """What the source has received so far."""
        self.env.invalidate_all()
        return self.env["crm.request"].search([("source_id", "=", (source or self.source).id)])

    def assertRefused(self, response, status, code):  # noqa: N802 - the family of assertEqual
        """A short error for programs, and nothing kept."""
        self.assertEqual(response.status_code, status, response.text)
        self.assertEqual(response.json()["status"], "error")
        self.assertEqual(response.json()["error"], code)
        self.assertLess(len(response.content), 300)
        self.assertFalse(self._requests())
