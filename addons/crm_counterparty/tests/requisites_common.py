# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager

from odoo.fields import Command
from odoo.tools import html2plaintext

from .common import PartyCommon


class RequisitesCommon(PartyCommon):
    """Parties of four countries, nothing filled in yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.russian = cls._party("Vektor OOO", "ru")
        cls.trader = cls._party("Ivanov I. I.", "ru", is_sole_trader=True)
        cls.ukrainian = cls._party("Vesna TOV", "ua")
        cls.hungarian = cls._party("Tavasz Kft.", "hu")
        cls.taiwanese = cls._party("Spring Co.", "tw")

    @classmethod
    def _party(cls, name, country, **values):
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, "country_id": cls.env.ref(f"base.{country}").id}
            | values
        )

    @classmethod
    def _type(cls, code):
        return cls.env["crm.requisite.type"].search([("code", "=", code)])

    @classmethod
    def _line(cls, code, value):
        return Command.create({"type_id": cls._type(code).id, "value": value})

    @classmethod
    def _fill(cls, partner, **values):
        partner.requisite_ids = [cls._line(code, value) for code, value in values.items()]
        return partner.requisite_ids

    @contextmanager
    def _notes(self, partner):
        """Collect what is said on a contact meanwhile, oldest first."""
        before, notes = partner.message_ids, []
        yield notes
        self.env.flush_all()
        partner.invalidate_recordset(["message_ids"])
        new = (partner.message_ids - before).sorted("id")
        notes.extend(html2plaintext(message.body) for message in new)

    @contextmanager
    def _tracked(self, partner):
        """Collect the names of the fields whose change is told on a contact meanwhile."""
        before, names = partner.message_ids, set()
        yield names
        self.flush_tracking()
        partner.invalidate_recordset(["message_ids"])
        values = (partner.message_ids - before).sudo().tracking_value_ids
        names.update(values.field_id.mapped("name"))
