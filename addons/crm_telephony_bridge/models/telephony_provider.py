# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import secrets

from odoo import api, fields, models

from odoo.addons.base.models.res_partner import _tz_get

TYPES = [
    ("asterisk", "Asterisk, FreePBX"),
    ("zadarma", "Zadarma"),
    ("binotel", "Binotel"),
    ("ringostat", "Ringostat"),
    ("twilio", "Twilio"),
    ("generic", "Generic webhook"),
]


class TelephonyProvider(models.Model):
    """Somebody who tells of calls: a PBX behind a bridge, or a cloud PBX with a webhook."""

    _name = "telephony.provider"
    _description = "Telephony Provider"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    type = fields.Selection(TYPES, required=True, default="asterisk")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    is_enabled = fields.Boolean(
        string="Enabled",
        default=True,
        help="Switched off, nothing of this provider is taken and no call is made through it.",
    )
    key = fields.Char(
        string="Public Key",
        required=True,
        readonly=True,
        copy=False,
        default=lambda _self: secrets.token_urlsafe(18),
        groups="sales_team.group_sale_manager",
        help="Stands in the address that the provider calls. Renew it when it is misused.",
    )
    secret_ids = fields.One2many(
        "telephony.secret", "provider_id", groups="sales_team.group_sale_manager"
    )
    new_secret = fields.Char(
        compute="_compute_new_secret",
        inverse="_inverse_new_secret",
        exportable=False,
        help="What the provider signs with, or what stands in the address. It is kept sealed and "
        "never shown again.",
    )
    has_secret = fields.Boolean(compute="_compute_has_secret", compute_sudo=True)
    secret_problem = fields.Char(compute="_compute_secret_problem", compute_sudo=True)
    secret_overlap_hours = fields.Integer(
        string="Old Secret Stays Good (hours)",
        default=24,
        help="After a new secret is set, so that the provider's settings can be changed in peace.",
    )
    address_list = fields.Text(
        string="Allowed Addresses",
        groups="sales_team.group_sale_manager",
        help="Networks that may call, one a line, for example 192.0.2.0/28.",
    )
    tz = fields.Selection(
        _tz_get,
        string="Time Zone",
        required=True,
        default=lambda self: self.env.user.tz or "UTC",
        help="Of the times that the provider writes without a zone.",
    )
    country_id = fields.Many2one(
        "res.country",
        string="Country of Numbers",
        default=lambda self: self.env.company.country_id,
        help="Numbers without a country prefix are read as numbers of this country.",
    )
    account = fields.Char(help="The account's id at the provider, for example Binotel's companyID.")
    field_map = fields.Json(help="Our word and the provider's name of each field (Ringostat).")
    number_format = fields.Selection(
        [
            ("e164", "+380671112233"),
            ("digits", "380671112233"),
            ("double_zero", "00380671112233"),
            ("national", "0671112233"),
        ],
        string="Dials as",
        required=True,
        default="e164",
    )
    dial_prefix = fields.Char(help="What is dialled before a number outside, for example 9.")
    recording_days = fields.Integer(string="Keep Recordings (days)", default=90)
    consent_announcement = fields.Text(
        translate=True, help="What callers are told about recording."
    )
    consent_question = fields.Text(
        translate=True, help="What an agent asks before recording a call that is made."
    )
    extension_ids = fields.One2many("telephony.extension", "provider_id")
    queue_ids = fields.One2many("telephony.queue", "provider_id")
    gap_ids = fields.One2many(
        "telephony.gap", "provider_id", groups="sales_team.group_sale_manager"
    )
    bridge_name = fields.Char(readonly=True, copy=False)
    clock_skew = fields.Float(
        string="Clock Difference (s)",
        readonly=True,
        copy=False,
        help="By how much the PBX's clock is ahead of ours.",
    )
    backlog = fields.Integer(
        readonly=True, copy=False, help="Calls that wait in the bridge for being delivered."
    )

    _key_uniq = models.UniqueIndex("(key)", "This public key is used by another provider.")

    @api.model
    def _by_key(self, key):
        """The enabled provider of a public key (sudo), or an empty recordset."""
        return self.sudo().search([("key", "=", key), ("is_enabled", "=", True)], limit=1)
