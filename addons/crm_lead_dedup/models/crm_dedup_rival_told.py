# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CrmDedupRival(models.AbstractModel):
    """What may be told of colleagues: who they are and how many deals, never which."""

    _inherit = "crm.dedup.rival"

    @api.model
    def _told(self, rivals_list):
        """What the panel and the lists show, in two queries whatever the number.

        :param rivals_list: what ``_find`` returned
        :return: for each question a list of dicts ``user_id, user, text, sign, leads`` (those
            the reader may open, as id and name)
        """
        rivals = [rival for each in rivals_list for rival in each]
        names = {
            user.id: user.name
            for user in self.env["res.users"].sudo().browse([each.user_id for each in rivals])
        }
        leads = self.env["crm.lead"].browse([lead for each in rivals for lead in each.leads])
        readable = {lead.id: lead.display_name for lead in leads._filtered_access("read")}
        return [
            [
                {
                    "user_id": rival.user_id,
                    "user": names[rival.user_id],
                    "text": self._sentence(rival, names[rival.user_id]),
                    "sign": rival.sign,
                    "leads": [
                        {"id": lead_id, "name": readable[lead_id]}
                        for lead_id in rival.leads
                        if lead_id in readable
                    ],
                }
                for rival in each
            ]
            for each in rivals_list
        ]

    @api.model
    def _sentence(self, rival, name):
        """One line on a colleague. Hook."""
        facts = []
        if rival.opportunities:
            facts.append(self.env._("open deals: %(count)s", count=rival.opportunities))
        if len(rival.leads) > rival.opportunities:
            count = len(rival.leads) - rival.opportunities
            facts.append(self.env._("open leads: %(count)s", count=count))
        if rival.customer_ids:
            facts.append(self.env._("in charge of the customer"))
        facts = ", ".join(facts)
        if rival.sign == "name":
            return self.env._(
                "%(user)s works with a company of this name (%(facts)s)", user=name, facts=facts
            )
        return self.env._("%(user)s works with this company (%(facts)s)", user=name, facts=facts)
