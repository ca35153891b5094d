# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io

from PIL import Image

from odoo.tests import HttpCase

from ..controllers import crew_body
from ..tools.work_report import Report
from .common import PlaybookCommon

KEY = "phone-key-0123456789"


def picture(kind="JPEG", size=(40, 30), **options):
    """A photo as a phone makes it."""
    written = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(written, kind, **options)
    return written.getvalue()


class WorkLinkCommon(PlaybookCommon):
    """A deal whose crew has no login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls.env["res.partner"].create(
            {"name": "Crew 7", "email": "crew7@example.com", "phone": "+14155550100"}
        )
        cls.deal = cls._create_lead(
            name="Assemble the kiosk", street="Harbour Road 5", city="Odesa", zip="65000"
        )

    @classmethod
    def _create_link(cls, record=None, **values):
        """A link of a deal and its token."""
        [[link, url]] = (record or cls.deal).make_work_links(values)
        return link.sudo(), url.rsplit("/", 1)[1]

    def _report(self, **values):
        return Report(**{"result": "Done", **values})

    def _receive(self, link, key=KEY, **values):
        """A report as the page hands it over."""
        return self.env["crm.work.submission"].sudo()._receive(link, key, self._report(**values))


class CrewCase(WorkLinkCommon, HttpCase):
    """Opens the pages as a phone does, without any session."""

    def setUp(self):
        super().setUp()
        self.env["crm.link.failure"].sudo().search([("address", "!=", False)]).unlink()

    def _get(self, token, method="GET", **headers):
        return self.url_open(f"/crew/{token}", method=method, headers=headers)

    def _submit(self, token, data=None, files=None, key=KEY, **headers):
        """Send a report as the page's script does."""
        parts = [(name, (None, value)) for name, value in (data or {}).items()]
        parts += files or []
        return self.url_open(
            f"/crew/{token}/submit?key={key}",
            files=parts or [("nothing", (None, ""))],
            headers={"Accept": "application/json", **headers},
            method="POST",
        )

    def _everything(self):
        """What a visit could change, as the database has it."""
        self.env.flush_all()
        counts = {
            name: self.env[name].sudo().search_count([])
            for name in (
                *("crm.work.link", "crm.work.submission", "mail.message", "ir.attachment"),
                *("mail.activity", "crm.link.failure", "mail.mail"),
            )
        }
        query = "SELECT * FROM crm_work_link ORDER BY id"
        self.env.cr.execute(query)
        return counts, self.env.cr.fetchall()

    def _limit(self):
        return crew_body.MAX_REQUEST
