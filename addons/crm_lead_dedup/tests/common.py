# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import itertools
from contextlib import contextmanager
from unittest.mock import patch

from odoo.addons.crm.tests.common import TestCrmCommon


class DedupCommon(TestCrmCommon):
    """Core's sales organisation, a door for its first team, and factories.

    sales_team_1: leader user_sales_manager; members user_sales_leads, user_admin. Ukraine is the
    country of the door, so "050 123 45 67" is +380501234567.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.numbers = itertools.count(1)
        cls.company = cls.env.company
        cls.ukraine = cls.env.ref("base.ua")
        cls.company.country_id = cls.ukraine
        cls.source = cls._create_source(name="Landing page")

    @classmethod
    def _create_source(cls, **values):
        """A door of the first team without limits that would disturb a test."""
        return cls.env["crm.intake.source"].create(
            {
                "name": f"Source {next(cls.numbers)}",
                "company_id": cls.company.id,
                "country_id": cls.ukraine.id,
                "team_id": cls.sales_team_1.id,
                "rate_limit": 100_000,
                "client_rate_limit": 100_000,
                **values,
            }
        )

    @classmethod
    def _create_lead(cls, **values):
        """An open opportunity of the first team in the company of the door."""
        return cls.env["crm.lead"].create(
            {
                "name": f"Lead {next(cls.numbers)}",
                "type": "opportunity",
                "company_id": cls.company.id,
                "team_id": cls.sales_team_1.id,
                "user_id": cls.user_sales_leads.id,
                **values,
            }
        )

    @classmethod
    def _create_partner(cls, **values):
        """A customer that every company sees."""
        return cls.env["res.partner"].create({"name": f"Customer {next(cls.numbers)}", **values})

    @classmethod
    def _receive(cls, source=None, channel="web_form", request=None, **values):
        """Send one request through the service; keywords are the visitor's values."""
        source = cls.source if source is None else source
        return cls.env["crm.intake"].receive(
            [{"channel": channel, "source_id": source.id, "values": values, **(request or {})}]
        )

    @contextmanager
    def _extended(self, model, method, extension):
        """Let ``extension(original, records, …)`` stand before a method, as ``_inherit`` does."""
        owner = type(self.env[model])
        original = getattr(owner, method)

        def extended(records, *args, **kwargs):
            return extension(original, records, *args, **kwargs)

        with patch.object(owner, method, extended):
            yield
