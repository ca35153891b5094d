# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

_ABOUT_LEADS = [("model", "=", "crm.lead")]


class CrmTeam(models.Model):
    """What the customers of a team are told by itself; empty is nothing."""

    _inherit = "crm.team"

    answer_template_id = fields.Many2one(
        "mail.template",
        "Answer to New Requests",
        domain=_ABOUT_LEADS,
        ondelete="restrict",
        help="Who writes to the team gets this letter, once a day. Robots get none.",
    )
    answer_closed_template_id = fields.Many2one(
        "mail.template",
        "Outside Working Hours",
        domain=_ABOUT_LEADS,
        ondelete="restrict",
        help="The answer while nobody works; empty: the same as in working hours.",
    )
    person_template_id = fields.Many2one(
        "mail.template",
        "New Person in Charge",
        domain=_ABOUT_LEADS,
        ondelete="restrict",
        help="The customer gets this letter when somebody else becomes responsible for the deal, "
        "ten minutes later and once a day at most.",
    )
