# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import itertools
from datetime import datetime, timedelta

from odoo.addons.crm.tests.common import TestCrmCommon

MONDAY = datetime(2026, 3, 2, 9, 0)


class LogCommon(TestCrmCommon):
    """Core's sales organisation with an Asterisk, and calls as the exchange would tell of them.

    sales_team_1: leader user_sales_manager; members user_sales_leads and user_admin.
    user_sales_salesman is a salesperson of no concern: own documents only.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.numbers = itertools.count(1)
        cls.company = cls.env.company
        cls.company.country_id = cls.env.ref("base.ua")
        cls.provider = cls.env["telephony.provider"].create({"name": "Office"})
        cls.user_sales_salesman.group_ids += cls.env.ref("sales_team.group_sale_salesman")

    @classmethod
    def _create_call(cls, number="+380501112233", minutes=0, **values):
        """An answered incoming call of the exchange, some minutes after a Monday morning."""
        started = MONDAY + timedelta(minutes=minutes)
        values = {
            "provider_id": cls.provider.id,
            "external_id": f"log-{next(cls.numbers)}",
            "version": 1,
            "direction": "incoming",
            "disposition": "answered",
            "customer_number": number,
            "customer_tail": number[-9:] if number else False,
            "line": "+380442003040",
            "started_at": started,
            "ended_at": started + timedelta(seconds=65),
            "wait_seconds": 5,
            "talk_seconds": 60,
            **values,
        }
        return cls.env["telephony.call"].create(values)

    @classmethod
    def _create_missed(cls, number="+380501112233", minutes=0, **values):
        return cls._create_call(
            number, minutes, **{"disposition": "missed", "talk_seconds": 0, **values}
        )

    @classmethod
    def _create_partner(cls, **values):
        return cls.env["res.partner"].create({"name": f"Customer {next(cls.numbers)}", **values})

    @classmethod
    def _create_lead(cls, **values):
        return cls.env["crm.lead"].create(
            {
                "name": f"Deal {next(cls.numbers)}",
                "type": "opportunity",
                "team_id": cls.sales_team_1.id,
                "user_id": cls.user_sales_leads.id,
                **values,
            }
        )
