# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import config

from ..tools.seal import SealError, keys_of, seal, unseal

KEY_OPTION = "telephony_key"
KEY_VARIABLE = "SALES_DESK_TELEPHONY_KEY"
MIN_SECRET = 6
# In an address it is all that guards the door, and it must be no other than it looks.
_IN_ADDRESS = re.compile(r"[A-Za-z0-9_-]{24,200}\Z")


class TelephonyProvider(models.Model):
    _inherit = "telephony.provider"

    @api.model
    def _seal_keys(self):
        """The keys that seal secrets, newest first: from the environment or odoo.conf."""
        return keys_of(os.environ.get(KEY_VARIABLE) or config.get(KEY_OPTION) or "")

    @api.model
    def _seal_message(self, error):
        """What to do about a key, in a sentence."""
        if str(error) == "wrong key":
            return self.env._(
                "The key of telephony is not the one the secrets were sealed with. Put the old key "
                "back beside the new one, separated by a comma, or set the secrets anew."
            )
        return self.env._(
            "There is no key to seal secrets with. Set %(option)s in odoo.conf, or %(variable)s in "
            "the environment of Odoo, to a key of 32 random bytes in url-safe base64, and restart.",
            option=KEY_OPTION,
            variable=KEY_VARIABLE,
        )

    # ------------------------------------------------------------------
    # In
    # ------------------------------------------------------------------

    def _compute_new_secret(self):
        self.new_secret = False

    def _inverse_new_secret(self):
        for provider in self:
            if provider.new_secret:
                provider._set_secret(provider.new_secret)
        self.new_secret = False

    def _set_secret(self, secret):
        """Seal a new secret; those before it stay good for the overlap."""
        self.ensure_one()
        self.check_access("write")
        secret = secret.strip()
        self._check_secret(secret)
        try:
            sealed = seal(secret, self._seal_keys())
        except SealError as error:
            raise UserError(self._seal_message(error)) from None
        now = fields.Datetime.now()
        until = now + timedelta(hours=max(0, self.secret_overlap_hours))
        secrets = self.env["telephony.secret"].sudo()
        secrets.search([("provider_id", "=", self.id), ("until", "=", False)]).until = until
        secrets.create({"provider_id": self.id, "sealed": sealed, "since": now})
        self.invalidate_recordset(["secret_ids", "has_secret", "secret_problem"])

    def _check_secret(self, secret):
        """Refuse secrets that guard nothing; the message never repeats them."""
        if len(secret) < MIN_SECRET:
            raise ValidationError(self.env._("The secret is too short to guard anything."))
        if not self._adapter_class().signs and not _IN_ADDRESS.match(secret):
            raise ValidationError(
                self.env._(
                    "This provider signs nothing, so the secret stands in the address: take at "
                    "least 24 letters, digits, dashes or underscores, for example what "
                    "“openssl rand -hex 24” prints."
                )
            )

    def action_end_overlap(self):
        """Only the newest secret is good from now on."""
        self.check_access("write")
        now = fields.Datetime.now()
        self.env["telephony.secret"].sudo().search(
            [("provider_id", "in", self.ids), ("until", ">", now)]
        ).until = now
        return True

    # ------------------------------------------------------------------
    # Out
    # ------------------------------------------------------------------

    @api.model
    def _good_secrets(self):
        now = fields.Datetime.now()
        return Domain("until", "=", False) | Domain("until", ">", now)

    def _open_secrets(self):
        """The secrets that are good now, newest first, in clear: never to be shown or logged.

        :raises UserError: the key is missing or wrong
        """
        self.ensure_one()
        secrets = (
            self.env["telephony.secret"]
            .sudo()
            .search_fetch(Domain("provider_id", "=", self.id) & self._good_secrets(), ["sealed"])
        )
        if not secrets:
            return []
        keys = self._seal_keys()
        try:
            return [unseal(secret.sealed, keys) for secret in secrets if secret.sealed]
        except SealError as error:
            raise UserError(self._seal_message(error)) from None

    def _compute_has_secret(self):
        groups = self.env["telephony.secret"]._read_group(
            Domain("provider_id", "in", self.ids) & self._good_secrets(), ["provider_id"]
        )
        owners = {provider.id for [provider] in groups}
        for provider in self:
            provider.has_secret = provider.id in owners

    def _compute_secret_problem(self):
        for provider in self:
            provider.secret_problem = False
            try:
                if not provider._open_secrets():
                    provider.secret_problem = self.env._("No secret is set: nobody is believed.")
            except UserError as error:
                provider.secret_problem = str(error)

    def action_reseal(self):
        """Seal all secrets with the newest key, so that the older keys can be taken away."""
        self.check_access("write")
        secrets = self.env["telephony.secret"].sudo()
        secrets = secrets.search([("provider_id", "in", self.ids), ("sealed", "!=", False)])
        keys = self._seal_keys()
        try:
            for secret in secrets:
                secret.sealed = seal(unseal(secret.sealed, keys), keys)
        except SealError as error:
            raise UserError(self._seal_message(error)) from None
        return True
