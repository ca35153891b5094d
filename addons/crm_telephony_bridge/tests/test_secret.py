# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..models.telephony_provider_secret import KEY_VARIABLE
from ..tools.seal import new_key
from .common import TelephonyCommon

SECRET = "s3cret-of-the-provider-0123456789"


@tagged("post_install", "-at_install")
class TestSecret(TelephonyCommon):
    """Secrets go in and never come out."""

    def _sealed(self):
        self.env.flush_all()
        self.cr.execute("SELECT sealed FROM telephony_secret ORDER BY id")
        return [sealed for [sealed] in self.cr.fetchall()]

    def test_typed_in_the_form(self):
        """Sealed at once; the field is empty again."""
        provider = self._create_provider(type="zadarma")
        with Form(provider.with_user(self.user_sales_manager)) as form:
            form.new_secret = SECRET
        self.assertFalse(provider.new_secret)
        self.assertTrue(provider.has_secret)
        [sealed] = self._sealed()
        self.assertNotIn(SECRET, sealed)
        self.assertEqual(provider._open_secrets(), [SECRET])

    def test_nobody_reads_them(self):
        """Not even the administrator: neither read, nor searched, nor exported, nor copied."""
        self.provider._set_secret(SECRET)
        secret = self.env["telephony.secret"].search([])
        for user in (self.user_sales_manager, self.env.ref("base.user_admin")):
            mine = secret.with_user(user)
            self.assertNotIn("sealed", mine.read()[0])
            with self.assertRaises(AccessError):
                mine.read(["sealed"])
            with self.assertRaises(AccessError):
                mine.search([("sealed", "like", "g")])
            with self.assertRaises(UserError):
                mine.export_data(["sealed"])
            with self.assertRaises(AccessError):
                mine.write({"sealed": "x"})
            told = self.provider.with_user(user).read()[0]
            self.assertNotIn(SECRET, str(told))
        with self.assertRaises(AccessError):
            secret.with_user(self.user_sales_leads).read(["since"])
        self.assertFalse(self.provider.copy().secret_ids)

    def test_a_new_key_beside_the_old(self):
        """Both open; after sealing anew the old one can go."""
        self.provider._set_secret(SECRET)
        newer = new_key()
        with patch.dict("os.environ", {KEY_VARIABLE: f"{newer},{self.key}"}):
            self.assertEqual(self.provider._open_secrets(), [SECRET])
            self.provider.action_reseal()
        with patch.dict("os.environ", {KEY_VARIABLE: newer}):
            self.env.invalidate_all()
            self.assertEqual(self.provider._open_secrets(), [SECRET])

    def test_without_a_key(self):
        """A sentence that says what to do, for the form and for the page that shows problems."""
        self.provider._set_secret(SECRET)
        for key, words in (("", "odoo.conf"), ("short", "odoo.conf"), (new_key(), "old key")):
            with patch.dict("os.environ", {KEY_VARIABLE: key}):
                self.env.invalidate_all()
                with self.assertRaisesRegex(UserError, words):
                    self.provider._open_secrets()
                self.assertIn(words, self.provider.secret_problem)
        with (
            patch.dict("os.environ", {KEY_VARIABLE: ""}),
            self.assertRaisesRegex(UserError, "odoo.conf"),
        ):
            self.provider.new_secret = SECRET

    def test_too_weak(self):
        """In an address only a long one of safe letters guards anything."""
        with self.assertRaises(ValidationError):
            self.provider._set_secret("short")
        binotel = self._create_provider(type="binotel")
        for weak in ("only-20-letters-here", "a secret with blanks, and a comma"):
            with self.assertRaises(ValidationError):
                binotel._set_secret(weak)

    def test_only_managers_set_them(self):
        """A salesperson may not."""
        with self.assertRaises(AccessError):
            self.provider.with_user(self.user_sales_leads)._set_secret(SECRET)

    def test_old_ones_are_forgotten(self):
        """When the overlap is over, nothing of them is left to open."""
        self.provider._set_secret(SECRET)
        self.provider._set_secret(SECRET + "2")
        self.provider.action_end_overlap()
        self.env["telephony.secret"]._gc_sealed()
        self.assertEqual([bool(one) for one in self._sealed()], [False, True])
