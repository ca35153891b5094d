# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from .common import TelephonyCommon

MONDAY = datetime(2026, 3, 2, 9, 0)


class LogCommon(TelephonyCommon):
    """Calls as they stand in the log once the exchange has told of them.

    sales_team_1: leader user_sales_manager; members user_sales_leads and user_admin.
    user_sales_salesman sees his own documents only.
    """

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
