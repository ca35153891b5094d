# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.addons.mail.tests.common import mail_new_test_user

from .common import DedupCommon


class DeskCommon(DedupCommon):
    """The people of the desk.

    - user_sales_manager: administrator of sales
    - user_leader: leader of team_desk, sees that team
    - user_sales_salesman: member of team_desk, sees own leads and nobody's
    - user_other_company: all documents, but in another company
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_leader = cls._create_user("leader", "crm_lead_dedup.group_team_leader")
        cls.team_desk = cls.env["crm.team"].create(
            {
                "name": "Desk",
                "company_id": cls.company.id,
                "user_id": cls.user_leader.id,
                "use_leads": False,
                "member_ids": cls.user_sales_salesman.ids,
            }
        )
        cls.door = cls._create_source(name="Desk door", team_id=cls.team_desk.id)
        cls.other_company = cls.env["res.company"].create({"name": "Another company"})
        cls.user_other_company = cls._create_user(
            "stranger",
            "sales_team.group_sale_salesman_all_leads",
            company_id=cls.other_company.id,
            company_ids=cls.other_company.ids,
        )

    @classmethod
    def _create_user(cls, login, groups, **values):
        values = {"company_id": cls.company.id, **values}
        return mail_new_test_user(
            cls.env, login=login, groups=f"{groups},base.group_partner_manager", **values
        )

    @classmethod
    def _own_lead(cls, **values):
        """An open opportunity of the salesperson in the desk's team."""
        values = {
            "team_id": cls.team_desk.id,
            "user_id": cls.user_sales_salesman.id,
            **values,
        }
        return cls._create_lead(**values)

    @classmethod
    def _keys(cls, lead):
        return set(lead.identifier_ids.mapped("key"))

    def _notes(self, lead):
        return " ".join(message.body for message in lead.message_ids)
