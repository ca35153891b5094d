# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import DedupCommon

QUERIES_PER_REQUEST = 10


@tagged("post_install", "-at_install")
class TestIntakeQueries(DedupCommon):
    """The query budget of the intake: few a request, and none that grow with the base."""

    def _requests(self, count, start):
        return [
            {
                "channel": "api",
                "source_id": self.source.id,
                "values": {
                    "name": f"Person {start + n}",
                    "phone": f"+38050{2000000 + start + n}",
                    "email": f"p{start + n}@example.com",
                },
            }
            for n in range(count)
        ]

    def _queries(self, requests):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.env["crm.intake"].receive(requests)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_new_and_known_within_budget(self):
        """A hundred new ones, then the same people again; persons told by mail, as by default."""
        self._queries(self._requests(1, 900))
        new = self._queries(self._requests(100, 0))
        self.assertLessEqual(new, 100 * QUERIES_PER_REQUEST)
        known = self._queries(self._requests(100, 0))
        self.assertLessEqual(known, 100 * QUERIES_PER_REQUEST)

    def test_recognition_does_not_grow_with_the_batch(self):
        """The look-up itself takes the same few queries for one and for a hundred."""
        intake = self.env["crm.intake"].sudo()
        counts = []
        for size in (1, 100):
            items = [intake._prepare_item(request) for request in self._requests(size, 0)]
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            intake._lookup(items)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
