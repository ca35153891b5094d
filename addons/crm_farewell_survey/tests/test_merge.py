# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.tests import tagged

from .common_send import SenderCommon


@tagged("post_install", "-at_install")
class TestMerge(SenderCommon):
    """Deals and contacts that turn out to be the same: letters and answers move along."""

    def _merge_leads(self, leads):
        """Merge as the wizard does, and return the deal that stays."""
        return leads.merge_opportunity()

    def _merge_people(self, people, into):
        """Merge as an administrator does."""
        self.env["base.partner.merge.automatic.wizard"]._merge(people.ids, into, extra_checks=False)
        self.env.invalidate_all()

    def test_two_lost_deals(self):
        """Both letters stay, with the keys of the deals that they are about, both cycle 1."""
        leads = self._create_lead() | self._create_lead()
        invitations = self._lose(leads)
        keys = invitations.mapped("origin_key")
        head = self._merge_leads(leads)
        self.assertEqual(invitations.lead_id, head)
        self.assertEqual(invitations.mapped("origin_key"), keys)
        self.assertEqual(invitations.mapped("cycle"), [1, 1])
        self.assertEqual(len(set(keys)), 2)

    def test_answer_moves(self):
        """What the customer said of the deal that goes is said of the one that stays."""
        leads = self._create_lead() | self._create_lead()
        invitations = self._lose(leads)
        invitations.write({"state": "answered", "score": 8, "has_score": True})
        head = self._merge_leads(leads)
        self.assertEqual(head.farewell_invitation_ids, invitations.sorted("id", reverse=True))
        self.assertEqual(head.feedback_state, "answered")

    def test_lost_again_after_a_merge(self):
        """The next letter is the second cycle of the deal that stayed."""
        leads = self._create_lead() | self._create_lead()
        known = self._lose(leads)
        head = self._merge_leads(leads)
        head.action_unarchive()
        new = self._lose(head) - known
        self.assertEqual((len(new), new.cycle), (1, 2))

    def test_one_letter_to_one_person(self):
        """Two letters about what is one deal now would ask the same person twice."""
        self.policy.cool_off_days = 0
        person = self._create_person()
        leads = self._create_lead(partner_id=person.id) | self._create_lead(partner_id=person.id)
        invitations = self._lose(leads)
        self._merge_leads(leads)
        self.assertEqual(sorted(invitations.mapped("state")), ["cancelled", "scheduled"])
        self.assertEqual(invitations.filtered("reason").reason, "duplicate")
        self.assertEqual(len(self._send()), 1)

    def test_merged_into_an_open_deal(self):
        """Nobody is asked why a deal was lost that goes on in another one."""
        lost, going_on = self._create_lead(), self._create_lead()
        invitation = self._lose(lost)
        head = self._merge_leads(lost | going_on)
        self.assertEqual((invitation.lead_id, head.active), (head, True))
        self.assertFalse(self._send())
        self.assertEqual((invitation.state, invitation.reason), ("cancelled", "reopened"))

    def test_link_works_after_a_merge(self):
        """A letter that left before the merge is answered after it."""
        lost, other = self._create_lead(), self._create_lead()
        invitation = self._lose(lost)
        self._send()
        head = self._merge_leads(lost | other)
        self.assertEqual((invitation.state, len(invitation.token_ids)), ("sent", 1))
        self.assertEqual(invitation.lead_id, head)

    def test_dates_of_deals(self):
        """The earliest day of a call is kept, and the day on which the deal was won back."""
        late = self._create_lead(deferred_until="2026-09-01", win_back_date="2026-02-01")
        early = self._create_lead(deferred_until="2026-07-01")
        head = self._merge_leads(late | early)
        self.assertEqual(head.deferred_until, date(2026, 7, 1))
        self.assertEqual(head.win_back_date, date(2026, 2, 1))

    def test_contacts(self):
        """Letters and answers of both contacts belong to the one that stays."""
        people = self._create_person() | self._create_person()
        leads = self.env["crm.lead"].concat(*(self._create_lead(partner_id=p.id) for p in people))
        invitations = self._lose(leads)
        self._merge_people(people, people[0])
        self.assertEqual(invitations.partner_id, people[0])
        self.assertEqual(invitations.client_id, people[0])
        self.assertEqual(people[0].feedback_count, 2)
        self.assertEqual(len(self._send()), 1)

    def test_wish_is_kept(self):
        """Whoever of two did not want to be asked: the one who stays does not."""
        people = self._create_person() | self._create_person(feedback_refused=True)
        self._merge_people(people, people[0])
        self.assertTrue(people[0].feedback_refused)

    def test_birthday_is_whole(self):
        """A birthday is not put together of two; one that only the other had is kept."""
        mine = {"birth_day": 5, "birth_month": 3}
        other = {"birth_day": 6, "birth_month": 4, "birth_year": 1980}
        people = self._create_person(**mine) | self._create_person(**other)
        nobody = self._create_person()
        self._merge_people(people, people[0])
        self.assertEqual(
            people[0].read(list(other))[0], {"id": people[0].id, **mine, "birth_year": 0}
        )
        late = self._create_person(**other)
        self._merge_people(nobody | late, nobody)
        self.assertEqual(nobody.read(list(other))[0], {"id": nobody.id, **other})

    def test_greeted_once(self):
        """Two contacts with a greeting each get one when they are the same person."""
        people = self._create_person() | self._create_person()
        occasion = self.env["crm.farewell.occasion"].create({"name": "New Year"})
        greetings = self.env["crm.farewell.invitation"].create(
            [
                {
                    "origin_key": f"partner/{person.id}",
                    "event": "greeting",
                    "cycle": 2026,
                    "occasion_id": occasion.id,
                    "partner_id": person.id,
                    "event_at": "2026-01-05 10:00:00",
                }
                for person in people
            ]
        )
        self._merge_people(people, people[0])
        self.assertEqual(sorted(greetings.mapped("state")), ["cancelled", "scheduled"])

    def test_deleted_contact(self):
        """Of a contact that was deleted the name is kept, and he is not written to."""
        self.policy.event = "inactive"
        person = self._create_person(name="Anna Gone")
        invitation = self.env["crm.farewell.invitation"]._plan_people(person, self.policy)
        person.unlink()
        self.assertEqual(invitation.person_name, "Anna Gone")
        self.assertFalse(self._send())
        self.assertEqual((invitation.state, invitation.reason), ("cancelled", "gone"))

    def test_deleted_deal_keeps_answers(self):
        """A deal is deleted: what its customer said stays, under the deal's name."""
        invitation = self._lost()
        invitation.write({"state": "answered", "score": 3, "has_score": True})
        name = invitation.lead_id.name
        invitation.lead_id.unlink()
        self.assertEqual((invitation.lead_name, invitation.score), (name, 3))
