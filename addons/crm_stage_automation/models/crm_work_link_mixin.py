# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import api, fields, models

from ..tools import tokens


class CrmWorkLinkMixin(models.AbstractModel):
    """Records whose work is done by people without a login. They need a chatter."""

    _name = "crm.work.link.mixin"
    _description = "Work by People without Login"

    work_link_ids = fields.One2many(
        "crm.work.link",
        "res_id",
        string="Work Links",
        domain=lambda self: [("res_model", "=", self._name)],
        copy=False,
    )
    work_link_count = fields.Integer(compute="_compute_work_link_count", compute_sudo=False)

    @api.depends("work_link_ids")
    def _compute_work_link_count(self):
        links = self.env["crm.work.link"]
        if not links.has_access("read"):
            self.work_link_count = 0
            return
        groups = links._read_group(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)], ["res_id"], ["__count"]
        )
        counts = dict(groups)
        for record in self:
            record.work_link_count = counts.get(record.id, 0)

    @api.ondelete(at_uninstall=False)
    def _unlink_work_links(self):
        links = self.env["crm.work.link"].sudo()
        links.search([("res_model", "=", self._name), ("res_id", "in", self.ids)]).unlink()

    def _prepare_work_link(self):
        """Return what a link says when nothing else is given. Hook: extend for your model."""
        self.ensure_one()
        return {
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "company_id": (self.company_id or self.env.company).id,
            "lang": self.env.lang or "en_US",
        }

    @api.private
    def make_work_links(self, values=None):
        """Make a link for each record.

        :param values: what the links say beside ``_prepare_work_link``
        :return: list of ``(link, address)``; the address is known here and never again
        :raise AccessError: the user may not change the records
        """
        self.check_access("write")
        secrets = [tokens.new_token() for _record in self]
        links = (
            self.env["crm.work.link"]
            .sudo()
            .create(
                [
                    {
                        **record._prepare_work_link(),
                        **(values or {}),
                        "sender_id": self.env.uid,
                        "token_digest": tokens.digest(secret),
                    }
                    for record, secret in zip(self, secrets, strict=True)
                ]
            )
        )
        base = self.env["crm.work.link"].get_base_url()
        return [
            (link.sudo(False), f"{base}/crew/{secret}")
            for link, secret in zip(links, secrets, strict=True)
        ]

    def action_send_work_link(self):
        """Ask what the crew is to do, and send it."""
        self.ensure_one()
        values = self._prepare_work_link()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send Link"),
            "res_model": "crm.work.link.send",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_id": self.id,
                "default_name": values["name"],
                "default_address": values.get("address"),
            },
        }

    def action_view_work_links(self):
        """Show the links of this record."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_stage_automation.crm_work_link_action"
        )
        action["domain"] = [("res_model", "=", self._name), ("res_id", "=", self.id)]
        return action

    def _work_link_received(self, submission):
        """Put a report on the record. Hook: extend to do more with it, as the system user.

        :param submission: ``crm.work.submission`` of one record
        """
        self.ensure_one()
        link = submission.link_id
        self.message_post(
            body=self._work_report_body(submission),
            author_id=self._work_report_author(submission).id,
            partner_ids=link.sender_id.partner_id.ids,
            attachment_ids=submission.attachment_ids.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )
        if link.activity_id.active:
            link.activity_id.action_feedback(feedback=submission.result)

    def _work_report_author(self, submission):
        """Who speaks in the chatter: the crew if it is known, else the system."""
        return submission.link_id.worker_id or self.env.ref("base.partner_root")

    def _work_report_body(self, submission):
        """The report as it is read in the chatter, in the sender's language."""
        link = submission.link_id
        env = self.with_context(lang=link.sender_id.lang).env
        done = submission.item_ids
        lines = [env._("Work reported: %(name)s", name=link.name)]
        if submission.signer:
            lines.append(env._("By: %(name)s", name=submission.signer))
        if link.item_ids:
            lines.append(
                env._("Checklist: %(done)s of %(all)s", done=len(done), all=len(link.item_ids))
            )
        lines += [f"☑ {item.name}" for item in done]
        lines += submission.result.splitlines() if submission.result else []
        return Markup("<br/>").join(lines)
