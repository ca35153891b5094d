# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged
from odoo.tools import SQL

from .common import Outsider, TelephonyCommon


@tagged("post_install", "-at_install")
class TestIntegrator(Outsider, TelephonyCommon):
    """Plays the outsider: each hook of the developer's notes does what they promise.

    A provider of one's own is in ``test_webhook``.
    """

    def test_act_on_what_changed(self):
        """Once a batch, with what was stored before."""
        batches = []

        def _ingested(core, calls, changes):
            core(calls, changes)
            batches.append([(one.state["id"], one.is_new, one.has_ended) for one in changes])

        self._extended("telephony.call", "_ingested", _ingested)
        self._ingest(self._state("1"), self._ended("2"))
        self._ingest(self._ended("1"))
        self.assertEqual(batches, [[("1", True, False), ("2", True, True)], [("1", False, True)]])

    def test_fill_a_column(self):
        """The same for every state of a batch."""

        def _row(core, calls, provider, state, number, **known):
            return {**core(calls, provider, state, number, **known), "note": state["id"]}

        self._extended("telephony.call", "_row", _row)
        self.assertEqual(self._ingest(self._state("1")).note, "1")

    def test_move_records_of_ones_own(self):
        """When a transfer made one call of two."""
        moved = []

        def _absorbed_into(core, calls, pairs):
            core(calls, pairs)
            moved.extend((part.external_id, call.external_id) for part, call in pairs)

        self._extended("telephony.call", "_absorbed_into", _absorbed_into)
        self._ingest(self._state("2"))
        self._ingest(self._ended("1", absorbed=["2"]))
        self.assertEqual(moved, [("2", "1")])

    def test_recognise_by_a_register_of_ones_own(self):
        """Users by their login, say."""
        partner = self.user_sales_leads.partner_id
        self.user_sales_leads.login = "+380990001122"
        self.env.flush_all()

        def _owner_branches(core, callers, company_id):
            branch = SQL(
                "(SELECT 'res.partner', u.partner_id, u.login, u.partner_id, TRUE"
                " FROM res_users u WHERE right(u.login, 9) = wanted.tail)"
            )
            return [*core(callers, company_id), branch]

        self._extended("telephony.caller", "_owner_branches", _owner_branches)
        call = self._ingest(self._state(caller="0990001122"))
        self.assertEqual(call.partner_id, partner)

    def test_show_others_first(self):
        """Of two owners, the older card."""
        older, newer = self._create_partner(phone="0671112233"), self._create_partner()
        newer.phone = "0671112233"
        self.assertEqual(self._ingest(self._state("1")).partner_id, newer)
        self._extended("telephony.caller", "_rank", lambda _core, _callers, owner: owner.id)
        self.assertEqual(self._ingest(self._state("2")).partner_id, older)

    def test_let_more_people_see_a_call(self):
        """Its contact's assistant, say: in searches and on the card of the call."""
        partner = self._create_partner(phone="0671112233")
        partner.activity_schedule(user_id=self.user_sales_salesman.id)
        call = self._ingest(self._state(caller="0671112233")).with_user(self.user_sales_salesman)
        self.assertFalse(call.search([("id", "=", call.id)]))
        self._extended(
            "telephony.call",
            "_reader_paths",
            lambda core, calls: [*core(calls), "partner_id.activity_ids.user_id"],
        )
        self.env.invalidate_all()
        self.assertTrue(call.search([("id", "=", call.id)]))
        self.assertTrue(call.has_access("read"))

    def test_tell_the_browser_more(self):
        """In the card of a call that rings."""
        told = []

        def _bus_send(_core, _partners, _type, card, **_more):
            told.append(card)

        self._extended(
            "telephony.call",
            "_card_values",
            lambda _core, calls: {call.id: {"weather": "fine"} for call in calls},
        )
        self._extended("res.partner", "_bus_send", _bus_send)
        self._ingest(self._state())
        self.assertEqual([card["weather"] for card in told], ["fine"])
