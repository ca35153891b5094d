# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.crm_work_link import MODES

CHANNELS = [("email", "E-mail"), ("sms", "SMS"), ("copy", "Show it to me")]
SAME_NAMES = (
    *("name", "instructions", "address", "lang", "expires_at", "max_uses", "max_photos"),
    *("result_mode", "photo_mode", "signature_mode"),
)


class CrmWorkLinkSend(models.TransientModel):
    """What is asked before a link is made; the link itself is never kept here."""

    _name = "crm.work.link.send"
    _description = "Send a Work Link"

    res_model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    name = fields.Char(string="What to Do", required=True)
    instructions = fields.Text(
        help="What the crew has to know. They see this, the place and the checklist, and nothing "
        "else of the deal."
    )
    address = fields.Char(string="Place")
    checklist = fields.Text(help="One item a line.")
    worker_id = fields.Many2one("res.partner", string="Send to")
    lang = fields.Selection(
        selection="_lang_get",
        string="Language",
        help="The language of the page.",
        compute="_compute_lang",
        precompute=True,
        store=True,
        readonly=False,
        required=True,
    )
    channel = fields.Selection(
        CHANNELS,
        string="Send by",
        compute="_compute_channel",
        precompute=True,
        store=True,
        readonly=False,
        required=True,
    )
    expires_at = fields.Datetime(
        string="Valid until",
        required=True,
        default=lambda self: self.env["crm.work.link"]._default_expires_at(),
    )
    max_uses = fields.Integer(string="Reports Allowed", required=True, default=1)
    result_mode = fields.Selection(MODES, string="Result", required=True, default="required")
    photo_mode = fields.Selection(MODES, string="Photos", required=True, default="optional")
    signature_mode = fields.Selection(MODES, string="Signature", required=True, default="no")
    max_photos = fields.Integer(string="Photos Allowed", required=True, default=10)
    activity_id = fields.Many2one(
        "mail.activity",
        string="Closes Activity",
        domain="[('res_model', '=', res_model), ('res_id', '=', res_id)]",
        help="This activity is marked done by the report.",
    )
    # Of a form that was never saved: it comes from the context and goes with the dialog.
    url = fields.Char(string="Link", store=False, readonly=True)

    @api.model
    def _lang_get(self):
        return self.env["crm.work.link"]._lang_get()

    @api.depends("worker_id")
    def _compute_lang(self):
        for wizard in self:
            wizard.lang = wizard.worker_id.lang or wizard.lang or self.env.lang or "en_US"

    @api.depends("worker_id")
    def _compute_channel(self):
        for wizard in self:
            wizard.channel = "email" if wizard.worker_id.email else "copy"

    def action_send(self):
        """Make the link and send it, or show it once."""
        self.ensure_one()
        record = self._record()
        if self.activity_id and (
            (self.activity_id.res_model, self.activity_id.res_id) != (record._name, record.id)
        ):
            raise UserError(self.env._("This activity belongs to another record."))
        [[link, url]] = record.make_work_links(self._prepare_link())
        return getattr(self, f"_send_by_{self.channel}")(link, url)

    def _record(self):
        """The record that the work is for; the browser named it, so it may be anything."""
        model = self.env.get(self.res_model)
        if not isinstance(model, self.env.registry["crm.work.link.mixin"]):
            raise UserError(self.env._("No links can be sent for these records."))
        return model.browse(self.res_id)

    def _prepare_link(self):
        """Return what the link says."""
        lines = [line.strip() for line in (self.checklist or "").splitlines()]
        values = {name: self[name] for name in SAME_NAMES}
        return values | {
            "worker_id": self.worker_id.id,
            "activity_id": self.activity_id.id,
            "item_ids": [
                fields.Command.create({"name": line, "sequence": number})
                for number, line in enumerate(filter(None, lines))
            ],
        }

    def _send_by_email(self, link, url):
        """Queue a letter that is deleted once it is sent: it holds the secret."""
        if not self.worker_id.email:
            raise UserError(self.env._("This contact has no e-mail address."))
        body = (
            self.with_context(lang=link.lang)
            .env["ir.qweb"]
            ._render("crm_stage_automation.work_link_mail", {"link": link, "url": url})
        )
        self.env["mail.mail"].sudo().create(
            {
                "subject": link.name,
                "body_html": body,
                "email_from": self.env.user.email_formatted,
                "email_to": self.worker_id.email_formatted,
                "author_id": self.env.user.partner_id.id,
                "auto_delete": True,
            }
        )
        return self._said()

    def _send_by_sms(self, link, url):
        """Queue an SMS that is deleted once it is sent."""
        if not self.worker_id.phone:
            raise UserError(self.env._("This contact has no phone number."))
        self.env["sms.sms"].sudo().create(
            {
                "number": self.worker_id._phone_format(fname="phone") or self.worker_id.phone,
                "body": f"{link.name}\n{url}",
            }
        )
        return self._said()

    def _send_by_copy(self, link, url):
        view = self.env.ref("crm_stage_automation.crm_work_link_shown_view_form")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Link"),
            "res_model": self._name,
            "views": [(view.id, "form")],
            "target": "new",
            "context": {"default_url": url},
        }

    def _said(self):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The link is on its way."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
