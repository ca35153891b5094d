# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    farewell_invitation_ids = fields.One2many(
        "crm.farewell.invitation", "partner_id", string="Feedbacks", readonly=True
    )
    feedback_count = fields.Integer(compute="_compute_feedback_count", string="Feedback")
    feedback_refused = fields.Boolean(
        string="No Questions, Please",
        help="The person does not want to be asked; no letter with questions is sent.",
        tracking=True,
    )
    birth_day = fields.Integer(string="Day of Birth")
    birth_month = fields.Integer(string="Month of Birth")
    birth_year = fields.Integer(string="Year of Birth", help="May stay empty.")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_feedback_count(self):
        invitations = self.env["crm.farewell.invitation"]
        counts = {}
        if invitations.has_access("read"):
            groups = invitations._read_group(
                [("partner_id", "child_of", self.ids)], ["partner_id"], ["__count"]
            )
            counts = {partner.id: count for partner, count in groups}
        for partner in self:
            family = partner.child_ids if partner.is_company else self.browse()
            partner.feedback_count = sum(counts.get(one.id, 0) for one in partner | family)
