# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    """Whether salespeople check in at meetings; off until somebody decides it."""

    _inherit = "res.company"

    meeting_check_in = fields.Boolean(
        string="Check-in at Meetings",
        help="Salespeople may tell when they came to a meeting, when they left, and where they "
        "were. Each is asked for consent first. Only he and his team leader see it.",
    )
    meeting_consent = fields.Text(
        string="Consent Text",
        translate=True,
        help="What a salesperson agrees to before the first check-in. Empty: a text of ours. "
        "Whoever agreed to another text is asked again.",
    )
    meeting_radius = fields.Integer(
        string="Radius (m)",
        default=200,
        help="A check-in within so many metres of the planned place counts as there.",
    )
    meeting_keep_days = fields.Integer(
        string="Keep Positions (days)",
        default=90,
        help="Positions are deleted after so many days; times and distances stay.",
    )

    _meeting_radius_range = models.Constraint(
        "CHECK (meeting_radius BETWEEN 1 AND 100000)", "The radius is 1 m to 100 km."
    )
    _meeting_keep_range = models.Constraint(
        "CHECK (meeting_keep_days BETWEEN 0 AND 3650)", "Positions are kept for 0 to 3650 days."
    )

    def _meeting_consent_text(self):
        """What a salesperson agrees to, in his language."""
        self.ensure_one()
        return self.meeting_consent or self.env._(
            "When I check in or out of a meeting, the time and, if I share it, the position of my "
            "device at that moment are stored with the meeting. Nothing is recorded between. My "
            "team leader and I can see it. Positions are deleted after %(days)s days. I may check "
            "in without a position, and I may withdraw this consent at any time.",
            days=self.meeting_keep_days,
        )
