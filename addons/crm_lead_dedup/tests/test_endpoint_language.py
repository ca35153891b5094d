# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .endpoint_common import EndpointCase

PERSON = {"name": "Olha Koval", "phone": "050 123 45 67"}


@tagged("post_install", "-at_install")
class TestEndpointLanguage(EndpointCase):
    """The visitor is answered in a language that is installed and that the visitor reads."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in ("uk_UA", "ar_001"):
            cls.env["res.lang"]._activate_lang(code)

    def _thanks(self, *, language="", accept=""):
        answer = self._post_form({**PERSON, "language": language}, **{"Accept-Language": accept})
        return self.url_open(answer.headers["Location"], headers={"Accept-Language": accept})

    def test_of_the_form(self):
        self.assertIn('<html lang="uk-UA" dir="ltr"', self._thanks(language="uk").text)

    def test_of_the_browser(self):
        page = self._thanks(language="xx", accept="xx, uk-UA;q=0.8, en;q=0.5")
        self.assertIn('<html lang="uk-UA"', page.text)

    def test_of_the_company(self):
        self.company.partner_id.lang = "uk_UA"
        self.assertIn('<html lang="uk-UA"', self._thanks().text)

    def test_from_right_to_left(self):
        self.assertIn('<html lang="ar-001" dir="rtl"', self._thanks(language="ar").text)

    def test_customers_new_lead_speaks_it(self):
        self._thanks(language="uk-UA")
        self.assertEqual(self._requests().lead_id.lang_id.code, "uk_UA")
