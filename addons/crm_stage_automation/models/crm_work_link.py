# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from urllib.parse import quote

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import get_lang

from ..tools import tokens

MODES = [("no", "Not asked"), ("optional", "May be given"), ("required", "Must be given")]
STATES = [("open", "Open"), ("done", "Used"), ("expired", "Expired"), ("revoked", "Revoked")]
DAYS = 14
MAX_PHOTOS = 20
MAP = "https://www.openstreetmap.org/search?query="


class CrmWorkLink(models.Model):
    """A personal page for people without a login: what to do, and what they report.

    Who has the address of the page may use it, so only a hash of its secret part is kept: nobody
    reads it later, neither from a backup nor as an administrator. Links are made by
    ``_make_work_links`` of the record, and by nobody's ``create``.
    """

    _name = "crm.work.link"
    _inherit = ["crm.about.record.mixin"]
    _description = "Work Link"
    _order = "id desc"

    name = fields.Char(string="What to Do", required=True, readonly=True)
    instructions = fields.Text(readonly=True)
    address = fields.Char(string="Place", readonly=True)
    res_model = fields.Char(string="Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True, readonly=True
    )
    lead_id = fields.Many2one(
        "crm.lead", string="Deal", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    sender_id = fields.Many2one(
        "res.users",
        string="Sent by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    worker_id = fields.Many2one(
        "res.partner", string="Sent to", readonly=True, index="btree_not_null"
    )
    lang = fields.Selection(
        selection="_lang_get", string="Language", help="The language of the page.", readonly=True
    )
    token_digest = fields.Char(required=True, readonly=True, copy=False, groups="base.group_system")
    expires_at = fields.Datetime(
        string="Expires on",
        required=True,
        readonly=True,
        default=lambda self: self._default_expires_at(),
    )
    max_uses = fields.Integer(string="Reports Allowed", required=True, readonly=True, default=1)
    use_count = fields.Integer(string="Reports", readonly=True, copy=False)
    revoked_at = fields.Datetime(string="Revoked on", readonly=True, copy=False)
    state = fields.Selection(STATES, compute="_compute_state")
    result_mode = fields.Selection(
        MODES, string="Result", required=True, readonly=True, default="required"
    )
    photo_mode = fields.Selection(
        MODES, string="Photos", required=True, readonly=True, default="optional"
    )
    signature_mode = fields.Selection(
        MODES, string="Signature", required=True, readonly=True, default="no"
    )
    max_photos = fields.Integer(string="Photos Allowed", required=True, readonly=True, default=10)
    activity_id = fields.Many2one(
        "mail.activity",
        string="Closes Activity",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    item_ids = fields.One2many("crm.work.link.item", "link_id", string="Checklist", readonly=True)
    submission_ids = fields.One2many(
        "crm.work.submission", "link_id", string="Reports Received", readonly=True
    )

    _token_uniq = models.Constraint("UNIQUE (token_digest)", "This link exists already.")
    _max_uses_range = models.Constraint(
        "CHECK (max_uses BETWEEN 1 AND 1000)", "A link takes 1 to 1000 reports."
    )
    _max_photos_range = models.Constraint(
        f"CHECK (max_photos BETWEEN 1 AND {MAX_PHOTOS})", "A report has 1 to 20 photos."
    )
    _record_idx = models.Index("(res_model, res_id)")

    @api.model
    def _default_expires_at(self):
        return fields.Datetime.now() + timedelta(days=DAYS)

    @api.model
    def _lang_get(self):
        return self.env["res.lang"].get_installed()

    @api.depends("revoked_at", "expires_at", "use_count", "max_uses")
    def _compute_state(self):
        now = fields.Datetime.now()
        for link in self:
            if link.revoked_at:
                link.state = "revoked"
            elif link.use_count >= link.max_uses:
                link.state = "done"
            else:
                link.state = "expired" if link.expires_at <= now else "open"

    @api.model
    def _by_token(self, token):
        """Return the link of a token whatever its state, or none, as the system user."""
        links = self.sudo()
        if not tokens.is_token(token):
            return links
        # All that decides about it at once: a link that is closed costs what an unknown one does.
        link = links.search_fetch(
            [("token_digest", "=", tokens.digest(token))],
            ["company_id", "lang", "revoked_at", "expires_at", "use_count", "max_uses"],
            limit=1,
        )
        lang = get_lang(self.env, link.lang).code
        return link.with_company(link.company_id).with_context(lang=lang)

    def _record(self):
        """The record that the work is for; empty when it is gone."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).exists()

    def _map_url(self):
        """Address of a map that shows the place. Hook: extend for another map."""
        self.ensure_one()
        return MAP + quote(self.address) if self.address else ""

    def action_revoke(self):
        """Let the page answer nobody any more."""
        for res_model, links in self.grouped("res_model").items():
            self.env[res_model].browse(links.mapped("res_id")).exists().check_access("write")
        open_ones = self.filtered(lambda link: link.state == "open")
        if not open_ones:
            raise UserError(self.env._("Only an open link can be revoked."))
        open_ones.sudo().revoked_at = fields.Datetime.now()
        return True

    def action_open_record(self):
        """Open what the work is for."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }
