# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import DedupCommon


@tagged("post_install", "-at_install")
class TestMarketing(DedupCommon):
    """What a stranger writes into utm_source finds the record of that name and no other."""

    def _lead(self, **values):
        number = f"050{next(self.numbers):07d}"
        request = self._receive(phone=number, **values)
        self.assertEqual(request.result, "new", request.error)
        return request.lead_id

    def test_same_name_same_record(self):
        """Whatever the case, whatever signs a search could take for wildcards."""
        for name in ("DuckDuckGo", "a\\b", "50%_off", "\\", "'; --", "Ґанок"):
            with self.subTest(name=name):
                first = self._lead(utm_source=name, utm_medium=name, utm_campaign=name)
                second = self._lead(
                    utm_source=name.upper(), utm_medium=name.upper(), utm_campaign=name.upper()
                )
                self.assertEqual(first.source_id.name, name)
                self.assertEqual(first.source_id, second.source_id)
                self.assertEqual(first.medium_id, second.medium_id)
                self.assertEqual(first.campaign_id, second.campaign_id)

    def test_wildcards_find_nobody_else(self):
        """One percent sign would otherwise stand for any source there is."""
        self._lead(utm_source="google-ads")
        for name in ("%", "google_ads", "g%"):
            self.assertEqual(self._lead(utm_source=name).source_id.name, name)

    def test_archived_campaign_is_found(self):
        """It was closed, not forgotten: its name is taken."""
        campaign = self._lead(utm_campaign="Spring").campaign_id
        campaign.active = False
        self.assertEqual(self._lead(utm_campaign="spring").campaign_id, campaign)
