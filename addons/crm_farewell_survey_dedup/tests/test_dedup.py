# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.crm_farewell_survey.tests.common import FarewellCommon


@tagged("post_install", "-at_install")
class TestDedup(FarewellCommon):
    """Lost deals, whose cards turn out to be the same."""

    def _merge(self, survivor, others):
        merge = self.env["crm.dedup.engine"].merge(survivor, others, None)
        self.env.flush_all()
        self.env.invalidate_all()
        return merge

    def _state(self, letters):
        return [(one.lead_id, one.partner_id, one.state, one.origin_key) for one in letters]

    def test_merged_and_back(self):
        """Letters move to the card that stays, with their keys; undone, they are back."""
        keep, gone = self._create_lead(), self._create_lead()
        letters = self._lose(keep | gone)
        letters.write({"state": "answered"})
        before = self._state(letters)
        merge = self._merge(keep, gone)
        self.assertEqual(letters.lead_id, keep)
        self.assertEqual(letters.mapped("origin_key"), [row[3] for row in before])
        merge.action_undo()
        self.env.invalidate_all()
        self.assertEqual(self._state(letters), before)

    def test_same_person(self):
        """Of two letters to one person one waits; undone, both wait again."""
        person = self._create_person()
        keep, gone = (self._create_lead(partner_id=person.id) for _number in range(2))
        letters = self._lose(keep | gone)
        before = self._state(letters)
        merge = self._merge(keep, gone)
        self.assertEqual(sorted(letters.mapped("state")), ["cancelled", "scheduled"])
        merge.action_undo()
        self.env.invalidate_all()
        self.assertEqual(self._state(letters), before)

    def test_people(self):
        """Of contacts that are merged the letters move as well, and come back."""
        keep, gone = self._create_person(), self._create_person(feedback_refused=True)
        letters = self._lose(self._create_lead(partner_id=gone.id))
        before = self._state(letters)
        merge = self._merge(keep, gone)
        self.assertEqual(letters.partner_id, keep)
        self.assertTrue(keep.feedback_refused)
        merge.action_undo()
        self.env.invalidate_all()
        self.assertEqual(self._state(letters), before)
