# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import itertools
import os
from unittest.mock import patch

from odoo.addons.crm.tests.common import TestCrmCommon

from ..models.telephony_provider_secret import KEY_VARIABLE
from ..tools.seal import new_key
from ..tools.wire import read_state

STARTED = 1_800_000_000


class Outsider:
    """For tests that play an add-on of somebody else."""

    def _extended(self, model, method, extension):
        """Extend a method as an add-on's ``_inherit`` would; ``extension(core, self, …)``."""
        model_class = self.registry[model]
        core = getattr(model_class, method)

        def extended(records, *args, **kwargs):
            return extension(core, records, *args, **kwargs)

        patcher = patch.object(model_class, method, extended)
        patcher.start()
        self.addCleanup(patcher.stop)


class TelephonyCommon(TestCrmCommon):
    """Core's sales organisation, a PBX with three phones, and factories.

    101: user_sales_leads, 102: user_sales_salesman, 103: nobody's. Ukraine is the PBX's country,
    so "067 111 22 33" is +380671112233. Secrets are sealed with a key of this test run.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.numbers = itertools.count(1)
        cls.ukraine = cls.env.ref("base.ua")
        cls.company = cls.env.company
        cls.company.country_id = cls.ukraine
        cls.key = new_key()
        environment = patch.dict(os.environ, {KEY_VARIABLE: cls.key})
        environment.start()
        cls.addClassCleanup(environment.stop)
        cls.provider = cls._create_provider(name="Office")
        cls.phone_1, cls.phone_2, cls.phone_3 = cls.env["telephony.extension"].create(
            [
                {"provider_id": cls.provider.id, "number": number, "user_id": user.id}
                for number, user in (
                    ("101", cls.user_sales_leads),
                    ("102", cls.user_sales_salesman),
                    ("103", cls.env["res.users"]),
                )
            ]
        )
        cls.calls = cls.env["telephony.call"]

    @classmethod
    def _create_provider(cls, **values):
        return cls.env["telephony.provider"].create(
            {
                "name": f"Provider {next(cls.numbers)}",
                "company_id": cls.company.id,
                "country_id": cls.ukraine.id,
                "tz": "Europe/Kyiv",
                **values,
            }
        )

    @classmethod
    def _create_partner(cls, **values):
        return cls.env["res.partner"].create(
            {"name": f"Customer {next(cls.numbers)}", "country_id": cls.ukraine.id, **values}
        )

    @classmethod
    def _create_lead(cls, **values):
        return cls.env["crm.lead"].create(
            {
                "name": f"Deal {next(cls.numbers)}",
                "type": "opportunity",
                "country_id": cls.ukraine.id,
                "company_id": cls.company.id,
                "user_id": cls.user_sales_leads.id,
                **values,
            }
        )

    @classmethod
    def _leg(cls, number="101", **values):
        """An agent's phone that rings."""
        return {
            "id": f"leg-{number}",
            "channel": f"PJSIP/{number}-00000001",
            "party": "agent",
            "number": number,
            "began": STARTED,
            "ringing": STARTED,
            "answered": None,
            "ended": None,
            "status": None,
            "cause": None,
            "talk": 0,
            **values,
        }

    @classmethod
    def _state(cls, external_id="1.1", version=1, **values):
        """A customer's call that rings at 101, as the bridge tells it."""
        return read_state(
            {
                "id": external_id,
                "version": version,
                "pbx": "",
                "state": "ringing",
                "direction": "incoming",
                "disposition": None,
                "caller": "0671112233",
                "called": "380442003040",
                "answered_by": None,
                "wait": 0,
                "talk": 0,
                "recording": None,
                "started": STARTED,
                "ended": None,
                "legs": [cls._leg()],
                **values,
            }
        )

    @classmethod
    def _ended(cls, external_id="1.1", version=3, **values):
        """The same call, answered by 101 after 4 seconds and over after 31 more."""
        leg = cls._leg(answered=STARTED + 4, ended=STARTED + 35, status="ANSWER", cause=16, talk=31)
        return cls._state(
            external_id,
            version,
            **{
                "state": "ended",
                "disposition": "answered",
                "answered_by": "101",
                "wait": 4,
                "talk": 31,
                "ended": STARTED + 35,
                "legs": [leg],
                **values,
            },
        )

    @classmethod
    def _ingest(cls, *states, provider=None):
        """Take states and return their calls."""
        changes = cls.calls._ingest(provider or cls.provider, list(states))
        return cls.calls.browse(change.call_id for change in changes)
