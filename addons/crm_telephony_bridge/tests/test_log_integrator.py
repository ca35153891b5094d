# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.fields import Domain
from odoo.tests import tagged

from ..tools.audio import wave
from .log_common import LogCommon


@tagged("post_install", "-at_install")
class TestLogIntegrator(LogCommon):
    """What an add-on of somebody else may change in the log."""

    def setUp(self):
        super().setUp()
        self.patch(self.registry["ir.cron"], "_commit_progress", lambda *_args, **_values: 60.0)
        self.provider.call_back_user_id = self.user_sales_leads

    def _extend(self, model, method, extension):
        """Stand before a method, as ``_inherit`` does."""
        owner = self.env.registry[model]
        original = getattr(owner, method)

        def extended(records, *args):
            return extension(original, records, *args)

        self.startPatcher(patch.object(owner, method, extended))

    def _called_back(self, call):
        call._judge_missed()
        self.calls._cron_call_back()
        return call.call_back_activity_id

    def test_short_calls_are_no_missed_calls(self):
        """Who hung up at once had the wrong number."""
        self._extend(
            "telephony.call",
            "_wants_call_back",
            lambda original, call: original(call) and call.wait_seconds > 3,
        )
        self.assertFalse(self._called_back(self._create_missed(wait_seconds=1)))
        self.assertTrue(self._called_back(self._create_missed()))

    def test_another_person_card_and_text(self):
        deal, partner = self._create_lead(), self._create_partner()
        self._extend("telephony.call", "_call_back_card", lambda _original, _calls: deal)
        self._extend(
            "telephony.call", "_call_back_user", lambda _original, _calls: self.user_sales_manager
        )
        self._extend(
            "telephony.call",
            "_call_back_text",
            lambda original, calls, user: {**original(calls, user), "summary": "Ring them"},
        )
        activity = self._called_back(self._create_missed(partner_id=partner.id))
        self.assertEqual(activity.user_id, self.user_sales_manager)
        self.assertEqual((activity.res_model, activity.res_id), ("crm.lead", deal.id))
        self.assertEqual(activity.summary, "Ring them")

    def test_more_of_a_call_on_cards(self):
        """And cards of another kind: teams show the calls of their people."""
        self._create_call(team_id=self.sales_team_1.id)
        self._extend(
            "telephony.call",
            "_timeline_values",
            lambda original, call, sounds: {**original(call, sounds), "mood": "happy"},
        )
        self._extend(
            "telephony.call",
            "_timeline_models",
            lambda original, calls: (*original(calls), "crm.team"),
        )
        team = self.env.registry["crm.team"]
        team._telephony_call_domain = lambda cards: Domain("team_id", "in", cards.ids)
        self.addCleanup(delattr, team, "_telephony_call_domain")
        [shown] = self.calls.timeline("crm.team", self.sales_team_1.id)["calls"]
        self.assertEqual(shown["mood"], "happy")

    def test_a_provider_that_names_recordings_by_an_id(self):
        """Its address is made from the id, and it is asked in its own way."""
        self._extend(
            "telephony.call",
            "_recording_vals",
            lambda original, call: {
                **original(call),
                "state": "remote",
                "url": f"https://records.example/{call.recording_ref}",
            },
        )
        asked = []
        self._extend(
            "telephony.recording",
            "_download",
            lambda _original, _recordings, url, _limit: asked.append(url) or wave(80),
        )
        call = self._create_call(recording_ref="r77")
        call._expect_recordings()
        call.recording_ids._cron_fetch()
        self.assertEqual(call.recording_ids.state, "stored")
        self.assertEqual(asked, ["https://records.example/r77"])

    def test_more_of_a_person(self):
        """Handed over and erased with the rest."""
        call = self._create_call(note="Secret")
        self._extend(
            "telephony.person.data",
            "_export_data",
            lambda original, wizard: [{**one, "survey": 5} for one in original(wizard)],
        )
        seen = []
        self._extend(
            "telephony.call",
            "_erase_person",
            lambda original, calls: seen.append(calls) or original(calls),
        )
        wizard = self.env["telephony.person.data"].create({"phone": call.customer_number})
        wizard.action_search()
        self.assertEqual(wizard._export_data()[0]["survey"], 5)
        wizard.action_erase()
        self.assertEqual(seen, [call])
