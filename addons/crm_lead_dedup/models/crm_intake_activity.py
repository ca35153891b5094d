# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

ACTIVITY_TYPE = "crm_lead_dedup.activity_type_request"


class CrmIntake(models.AbstractModel):
    _inherit = "crm.intake"

    @api.model
    def _plan_activities(self, items):
        """One open activity a card: the first request plans it, further ones update it."""
        activity_type = self.env.ref(ACTIVITY_TYPE, raise_if_not_found=False)
        if not activity_type or not items:
            return
        by_lead = defaultdict(list)
        for item in items:
            by_lead[item.lead_id].append(item)
        self._update_activities(by_lead)
        model_id = self.env["ir.model"]._get_id("crm.lead")
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            [
                {
                    "activity_type_id": activity_type.id,
                    "res_model_id": model_id,
                    "res_id": lead_id,
                    "date_deadline": self._today_of(of_lead[-1]),
                    "automated": True,
                    **self._activity_values(of_lead[-1], len(of_lead)),
                }
                for lead_id, of_lead in by_lead.items()
            ]
        )

    @api.model
    def _update_activities(self, by_lead):
        """Renew the open activities of the leads and take those leads out of ``by_lead``."""
        activities = self._open_activities(list(by_lead))
        counts = self._requests_since(activities)
        for activity in activities.with_context(mail_activity_quick_update=True):
            of_lead = by_lead.pop(activity.res_id, None)
            if of_lead:
                values = self._activity_values(of_lead[-1], counts.get(activity.id, 1))
                today = self._today_of(of_lead[-1])
                values["date_deadline"] = min(activity.date_deadline, today)
                activity.write(values)

    @api.model
    def _open_activities(self, lead_ids):
        """The open activities of our own type on leads."""
        activity_type = self.env.ref(ACTIVITY_TYPE, raise_if_not_found=False)
        if not activity_type:
            return self.env["mail.activity"]
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", "crm.lead"),
                ("res_id", "in", lead_ids),
                ("activity_type_id", "=", activity_type.id),
            ]
        )

    @api.model
    def _today_of(self, item):
        """The day it is for the person who is to answer; the intake itself knows no zone."""
        user = self.env["res.users"].browse(item.user_id)
        zone = user.tz or self._company_zone(item.company_id)
        return fields.Date.context_today(self.with_context(tz=zone))

    @api.model
    def _requests_since(self, activities):
        """``{activity id: requests that somebody was told of since it was planned}``."""
        if not activities:
            return {}
        self.env["crm.request"].flush_model(["lead_id", "user_id", "create_date"])
        return dict(
            self.env.execute_query(
                SQL(
                    """SELECT a.id, count(*)
                         FROM mail_activity a
                         JOIN crm_request r ON r.lead_id = a.res_id
                                           AND r.create_date >= a.create_date
                                           AND r.user_id IS NOT NULL
                        WHERE a.id = ANY(%s) GROUP BY a.id""",
                    activities.ids,
                )
            )
        )

    @api.model
    def _activity_values(self, item, count):
        """Who is to answer, and what he reads, in his language."""
        user = self.env["res.users"].browse(item.user_id)
        speaker = self._in_language_of(user)
        return {
            "user_id": user.id,
            "summary": speaker._activity_summary(count),
            "note": speaker._note_body(self.env["crm.request"].browse(item.request_id)),
        }

    @api.model
    def _activity_summary(self, count):
        if count == 1:
            return self.env._("Answer the request")
        return self.env._("Answer the requests (%(count)s)", count=count)
