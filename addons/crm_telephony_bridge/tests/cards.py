# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import time
from contextlib import contextmanager
from unittest.mock import patch

from .common import TelephonyCommon


class CardCommon(TelephonyCommon):
    """Calls as they ring now, on the phones of a salesperson (102) and of a colleague (101)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent, cls.colleague = cls.user_sales_salesman, cls.user_sales_leads
        cls.env["crm.team.member"].create(
            {"user_id": cls.agent.id, "crm_team_id": cls.sales_team_1.id}
        )

    @classmethod
    def _ring(cls, phones=("102",), version=1, **values):
        """A call from outside rings on phones; without an id it is a new one."""
        values.setdefault("external_id", f"live.{next(cls.numbers)}")
        values.setdefault("started", time.time() - 3)
        legs = [
            cls._leg(number, began=values["started"], ringing=values["started"])
            for number in phones
        ]
        values.setdefault("legs", legs)
        return cls._ingest(cls._state(version=version, **values))

    @classmethod
    def _continue(cls, call, **values):
        """A later state of the call."""
        legs = [
            cls._leg(
                leg.number,
                id=leg.external_id,
                party=leg.party,
                began=leg.began_at.timestamp(),
                answered=time.time() if leg.number == values.get("answered_by") else None,
                ended=values.get("ended"),
            )
            for leg in call.leg_ids
        ]
        told = {
            "direction": call.direction,
            "caller": call.caller_number or None,
            "called": call.called_number or None,
            "started": call.started_at.timestamp(),
            "legs": legs,
        }
        return cls._ingest(cls._state(call.external_id, call.version + 1, **{**told, **values}))

    @classmethod
    def _answer(cls, call, phone="102"):
        """One of the phones answers."""
        return cls._continue(call, state="ongoing", answered_by=phone, wait=3, talk=1)

    @classmethod
    def _end(cls, call, disposition="answered", phone="102"):
        """The call is over."""
        answered = disposition == "answered"
        return cls._continue(
            call,
            state="ended",
            disposition=disposition,
            answered_by=phone if answered else None,
            talk=30 if answered else 0,
            ended=time.time(),
        )

    @contextmanager
    def _bus(self):
        """What the browsers are told: a list of (partner, type, payload)."""
        told = []

        def send(_bus, target, notification_type, message):
            told.append((target, notification_type, message))

        with patch.object(type(self.env["bus.bus"]), "_sendone", send):
            yield told
