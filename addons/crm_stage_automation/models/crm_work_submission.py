# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.photos import MIMETYPE
from ..tools.work_report import Report


class CrmWorkSubmission(models.Model):
    """What somebody reported over a work link, once per key that his phone made for it."""

    _name = "crm.work.submission"
    _description = "Work Report"
    _order = "id desc"
    _rec_name = "link_id"

    link_id = fields.Many2one(
        "crm.work.link", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="link_id.company_id", store=True)
    key = fields.Char(required=True, readonly=True, groups="base.group_system")
    received_at = fields.Datetime(
        string="Received on", required=True, readonly=True, default=fields.Datetime.now
    )
    result = fields.Text(readonly=True)
    signer = fields.Char(string="Reported by", readonly=True)
    item_ids = fields.Many2many("crm.work.link.item", string="Done", readonly=True)
    attachment_ids = fields.Many2many(
        "ir.attachment", string="Photos and Signature", readonly=True, bypass_search_access=True
    )

    _key_uniq = models.Constraint("UNIQUE (link_id, key)", "This report was received already.")

    @api.model
    def _receive(self, link, key, report):
        """Take a report once; the same key again is no second one.

        Called in a transaction of its own, which is done again when workers collide.

        :param link: ``crm.work.link`` of one record, as the system user
        :param key: what the phone named this report
        :param report: ``tools.work_report.Report``, its pictures drawn anew
        :return: the report; empty when the link takes none any more
        :raise LockError: another report over this link is being taken
        """
        # Two phones may hold the same link: its uses are counted one by one.
        link.lock_for_update(allow_referencing=True)
        link.invalidate_recordset()
        known = self._known(link, key)
        if known or link.state != "open" or not link._record():
            return known
        submission = self.sudo().create(self._prepare_submission(link, key, report))
        submission.item_ids.filtered(lambda item: not item.done_at).done_at = submission.received_at
        link.use_count += 1
        link._record()._work_link_received(submission)
        return submission

    @api.model
    def _known(self, link, key):
        """The report of this key if it came before."""
        return self.sudo().search([("link_id", "=", link.id), ("key", "=", key)], limit=1)

    def _prepare_submission(self, link, key, report: Report):
        """Return the values of a report. Hook: extend to keep more."""
        items = link.item_ids.filtered(lambda item: item.id in report.items)
        return {
            "link_id": link.id,
            "key": key,
            "result": report.result,
            "signer": report.signer,
            "item_ids": items.ids,
            "attachment_ids": self._make_attachments(link, report).ids,
        }

    def _make_attachments(self, link, report):
        """Keep the pictures at the record, whose readers may see them."""
        pictures = [
            *(
                (self.env._("photo %(number)s", number=number), data)
                for number, data in enumerate(report.photos, 1)
            ),
            *([(self.env._("signature"), report.signature)] if report.signature else []),
        ]
        return self.env["ir.attachment"].create(
            [
                {
                    "name": f"{name}.jpg",
                    "raw": data,
                    "mimetype": MIMETYPE,
                    "res_model": link.res_model,
                    "res_id": link.res_id,
                    "company_id": link.company_id.id,
                }
                for name, data in pictures
            ]
        )

    @api.constrains("item_ids", "link_id")
    def _check_items(self):
        for submission in self:
            if submission.item_ids.link_id - submission.link_id:
                raise ValidationError(self.env._("These items belong to another link."))
