# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from odoo.addons.crm.tests.common import TestCrmCommon
from odoo.addons.mail.tests.common import mail_new_test_user

# A Wednesday, 10:00 in Kyiv.
NOW = datetime(2026, 3, 18, 8, 0)


class RestCommon(TestCrmCommon):
    """An office with a PBX, and calls of its people.

    Team "Test Sales Team" (``sales_team_1``): user_sales_leads and user_sales_salesman.
    The sales manager sees everything.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.env.ref("base.ua")
        cls.provider = cls.env["telephony.provider"].create(
            {"name": "Office PBX", "type": "asterisk", "tz": "Europe/Kyiv"}
        )
        cls.anna, cls.boris = cls.user_sales_salesman, cls.user_sales_leads
        cls.manager = cls.user_sales_manager
        cls.employee = mail_new_test_user(cls.env, login="clerk", groups="base.group_user")
        (cls.anna + cls.boris + cls.manager).write({"tz": "Europe/Kyiv"})
        cls.phones = cls.env["telephony.extension"].create(
            [
                {"provider_id": cls.provider.id, "number": "101", "user_id": cls.anna.id},
                {"provider_id": cls.provider.id, "number": "102", "user_id": cls.boris.id},
            ]
        )
        cls.queue = cls.env["telephony.queue"].create(
            {"provider_id": cls.provider.id, "name": "Sales", "number": "600"}
        )

    @classmethod
    def _call(cls, user=None, **values):
        """A call of a person; incoming, answered and now when nothing else is said."""
        defaults = {
            "provider_id": cls.provider.id,
            "company_id": cls.provider.company_id.id,
            "direction": "incoming",
            "disposition": "answered",
            "state": "ended",
            "started_at": NOW,
            "customer_number": "+380671112233",
            "line": "+380442003040",
            "user_id": user.id if user else False,
        }
        return cls.env["telephony.call"].create({**defaults, **values})

    @classmethod
    def _missed(cls, user=None, **values):
        """A call that nobody answered and nobody called back."""
        return cls._call(user, **{"disposition": "missed", "missed_state": "open", **values})

    @classmethod
    def _hours(cls, **values):
        """Working hours of an office: Monday to Friday, 8 to 17 in Kyiv."""
        return cls.env["resource.calendar"].create(
            {"name": "Office", "tz": "Europe/Kyiv", **values}
        )

    @classmethod
    def _ago(cls, **parts):
        return NOW - timedelta(**parts)
