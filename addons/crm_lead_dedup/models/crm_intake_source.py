# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import hashlib
import hmac
import secrets

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import origins


class CrmIntakeSource(models.Model):
    """A door for requests from outside: one web form, landing page, mailbox or program.

    The key is public (everybody reads it in the page that embeds the form) and revocable. The
    secret is for programs on servers; only its hash is kept.
    """

    _name = "crm.intake.source"
    _description = "Source of Requests"
    _inherit = ["mail.thread"]
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    country_id = fields.Many2one(
        "res.country",
        string="Country of Phones",
        default=lambda self: self.env.company.country_id,
        help="Phones without a country prefix are read as numbers of this country.",
    )
    team_id = fields.Many2one(
        "crm.team", string="Sales Team", check_company=True, tracking=True, index="btree_not_null"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Person in Charge",
        check_company=True,
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Gets the new leads of this source when the team has no leader.",
    )
    source_id = fields.Many2one("utm.source", string="Marketing Source")
    medium_id = fields.Many2one("utm.medium")
    campaign_id = fields.Many2one("utm.campaign")

    key = fields.Char(
        string="Public Key",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self._new_key(),
        help="Stands in the address of the door. Renew it when it is misused.",
    )
    secret_hash = fields.Char(readonly=True, copy=False, groups="base.group_system")
    has_secret = fields.Boolean(compute="_compute_has_secret", compute_sudo=True)
    allowed_origins = fields.Text(
        help="Web addresses of the sites that may send the form from a script, one a line, "
        "for example https://www.example.com. Empty: any site.",
    )
    thank_you_url = fields.Char(
        string="Thank-you Page",
        help="Where a visitor lands after a plain form. Empty: a short page of ours.",
    )
    consent_text = fields.Text(
        translate=True, help="What the visitor agrees to; its text is kept with each request."
    )
    rate_limit = fields.Integer(
        string="Requests a Minute",
        default=600,
        help="Of the whole source. Beyond it the answer is: too many requests.",
    )
    client_rate_limit = fields.Integer(
        string="Requests a Minute and Visitor",
        default=20,
        help="From one network address.",
    )
    file_limit_kb = fields.Integer(
        string="Largest Files (kB)",
        default=5120,
        help="Of all files of one request together. 0: no files.",
    )
    raw_retention_days = fields.Integer(
        string="Keep Raw Requests (days)",
        default=30,
        help="What was received, word for word, is forgotten after this time.",
    )
    request_ids = fields.One2many("crm.request", "source_id")
    request_count = fields.Integer(compute="_compute_request_count")
    without_origin_count = fields.Integer(
        string="Requests Without Origin",
        compute="_compute_request_count",
        help="Requests that came from a program or a plain form and named no site.",
    )

    _key_uniq = models.UniqueIndex("(key)", "This public key is used by another source.")
    _limits_positive = models.Constraint(
        "CHECK (rate_limit > 0 AND client_rate_limit > 0 AND file_limit_kb >= 0"
        " AND raw_retention_days >= 0)",
        "Limits must be positive.",
    )

    @api.model
    def _new_key(self):
        return secrets.token_urlsafe(18)

    @api.depends("secret_hash")
    def _compute_has_secret(self):
        for source in self:
            source.has_secret = bool(source.secret_hash)

    def _compute_request_count(self):
        groups = self.env["crm.request"]._read_group(
            [("source_id", "in", self.ids)], ["source_id"], ["__count", "origin:count"]
        )
        counts = {source: (total, named) for source, total, named in groups}
        for source in self:
            total, named = counts.get(source, (0, 0))
            source.request_count = total
            source.without_origin_count = total - named

    @api.constrains("allowed_origins", "thank_you_url")
    def _check_addresses(self):
        for source in self:
            for origin in source._allowed_origins():
                if origins.origin_of(origin) != origin:
                    raise ValidationError(
                        self.env._(
                            "“%(origin)s” is not the address of a site. Write it like "
                            "https://www.example.com, without a path.",
                            origin=origin,
                        )
                    )
            if source.thank_you_url and not origins.origin_of(source.thank_you_url):
                raise ValidationError(
                    self.env._(
                        "The thank-you page must be a whole web address, for example "
                        "https://www.example.com/thanks."
                    )
                )

    def _allowed_origins(self):
        """Sites that may send, as a list; empty means any."""
        self.ensure_one()
        return [
            line.strip().rstrip("/")
            for line in (self.allowed_origins or "").splitlines()
            if line.strip()
        ]

    def _origin_allowed(self, origin):
        """Whether a script on the site ``origin`` may send; no origin at all is allowed."""
        allowed = self._allowed_origins()
        return not origin or not allowed or origin in allowed

    # ------------------------------------------------------------------
    # Key and secret
    # ------------------------------------------------------------------

    @api.model
    def _by_key(self, key):
        """The active source of a public key (sudo), or an empty recordset."""
        return self.sudo().search([("key", "=", key)], limit=1)

    def action_renew_key(self):
        """Revoke the public key; pages that embed the old one stop working at once."""
        self.check_access("write")
        for source in self:
            source.key = self._new_key()
        return True

    def _new_secret(self):
        """Make and return a new secret; only its hash stays."""
        self.ensure_one()
        self.check_access("write")
        secret = secrets.token_urlsafe(32)
        self.sudo().secret_hash = self._hash_secret(secret)
        return secret

    def action_revoke_secret(self):
        """Programs that use the secret are no longer trusted."""
        self.check_access("write")
        self.sudo().secret_hash = False
        return True

    @api.model
    def _hash_secret(self, secret):
        # The secret has 256 random bits, so a fast hash is as good as a slow one.
        return hashlib.sha256(secret.encode()).hexdigest()

    def _secret_matches(self, secret):
        """Compare in constant time; False when the source has no secret."""
        self.ensure_one()
        expected = self.sudo().secret_hash or ""
        return bool(expected) and hmac.compare_digest(expected, self._hash_secret(secret))
