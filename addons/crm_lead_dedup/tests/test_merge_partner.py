# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import io

from PIL import Image

from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .merging import MergeCommon


def image(color):
    """A small picture, as a field holds it."""
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), color).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue())


class TestMergePartner(MergeCommon):
    """Customers become one, with logins, accounts, files and everything that names them."""

    def test_partner_and_back(self):
        """Two companies, with contacts and leads, become one and two again."""
        keep = self._create_partner(name="Keep", is_company=True)
        gone = self._create_partner(
            name="Gone", is_company=True, email="b@x.example", comment="<p>words</p>"
        )
        child = self._create_partner(name="Child", parent_id=gone.id)
        lead = self._create_lead(partner_id=gone.id)
        gone.message_post(body="Hello")
        before = self._dump()
        merge = self._merge(keep, gone)
        self.assertEqual(child.parent_id, keep)
        self.assertEqual(child.commercial_partner_id, keep)
        self.assertEqual(lead.partner_id, keep)
        self.assertEqual(keep.email, "b@x.example")
        self.assertFalse(gone.active)
        merge.action_undo()
        self.assertSameDump(before, self._dump())

    def test_everything_that_names_a_card(self):
        """External ids, files, accounts, tags, texts like 'res.partner,7', values per company."""
        keep, gone = self._create_partner(name="Keep"), self._create_partner(name="Gone")
        data = self.env["ir.model.data"].create(
            {"module": "__import__", "name": "g", "model": "res.partner", "res_id": gone.id}
        )
        attachment = self.env["ir.attachment"].create(
            {"name": "f", "raw": b"x", "res_model": "res.partner", "res_id": gone.id}
        )
        accounts = self.env["res.partner.bank"].create(
            [
                {"partner_id": keep.id, "acc_number": "111"},
                {"partner_id": gone.id, "acc_number": "1 1 1"},
                {"partner_id": gone.id, "acc_number": "222"},
            ]
        )
        gone.category_id = self.env["res.partner.category"].create({"name": "C"})
        gone.barcode = "0012345"
        self.env["ir.default"].set("crm.lead", "partner_id", gone.id)
        event = self.env["calendar.event"].create(
            {
                "name": "Meeting",
                "start": "2026-01-01 10:00:00",
                "stop": "2026-01-01 11:00:00",
                "partner_ids": gone.ids,
            }
        )
        before = self._dump()
        merge = self._merge(keep, gone)
        self.assertEqual(data.res_id, keep.id)
        self.assertEqual(self.env.ref("__import__.g"), keep)
        self.assertEqual(attachment.res_id, keep.id)
        self.assertEqual(accounts.mapped("partner_id"), keep | gone)
        self.assertEqual(accounts[2].partner_id, keep)
        self.assertEqual(keep.category_id.name, "C")
        self.assertEqual(keep.barcode, "0012345")
        self.assertEqual(self.env["ir.default"]._get("crm.lead", "partner_id"), keep.id)
        self.assertEqual(event.partner_ids, keep)
        merge.action_undo()
        self.assertEqual(self.env.ref("__import__.g"), gone)
        self.assertSameDump(before, self._dump())

    def test_picture(self):
        """A chosen picture replaces the survivor's, which is there again after an undo."""
        keep = self._create_partner(image_1920=image("red"))
        gone = self._create_partner(image_1920=image("blue"))
        third = self._create_partner()
        red, blue = keep.image_1920, gone.image_1920
        before = self._dump()
        merge = self._merge(keep, gone)
        self.assertEqual(keep.image_1920, red)
        merge.action_undo()
        merge = self._merge(keep, gone, image_1920=gone.id)
        self.assertEqual(keep.image_1920, blue)
        merge.action_undo()
        merge = self._merge(third, gone)
        self.assertEqual(third.image_1920, blue)
        self.assertTrue(third.image_128)
        merge.action_undo()
        self.env["ir.attachment"]._gc_file_store_unsafe()
        self.env.invalidate_all()
        self.assertEqual((keep.image_1920, gone.image_1920), (red, blue))
        self.assertSameDump(before, self._dump())

    def test_login(self):
        """A portal login goes along; with two of them, or a colleague's, it is refused."""
        keep = self._create_partner()
        portal = new_test_user(self.env, login="portal_m", groups="base.group_portal")
        gone = portal.partner_id
        before = self._dump()
        merge = self._merge(keep, gone)
        self.assertEqual(portal.partner_id, keep)
        merge.action_undo()
        self.assertSameDump(before, self._dump())
        second = new_test_user(self.env, login="portal_n", groups="base.group_portal")
        with self.assertRaisesRegex(UserError, "portal_n"):
            self._merge(gone, second.partner_id)

    def test_own_company_and_system_stay(self):
        """Cards of the database's companies, the system and the public are never sources."""
        keep = self._create_partner()
        system = self.env.ref("base.partner_root")
        public = self.env.ref("base.public_partner")
        for card in (self.company.partner_id, system, public):
            with self.subTest(card=card.name), self.assertRaises(UserError):
                self._merge(keep, card)

    def test_family_stays(self):
        """A contact is not the company it belongs to, nor that company's company."""
        top = self._create_partner(is_company=True)
        middle = self._create_partner(is_company=True, parent_id=top.id)
        person = self._create_partner(parent_id=middle.id)
        for one, other in ((top, person), (person, top), (middle, person)):
            with self.assertRaisesRegex(UserError, "belongs to"):
                self._merge(one, other)

    def test_shared_card_stays_shared(self):
        """What all companies use is still everybody's after a merge with one company's card."""
        keep = self._create_partner(company_id=self.company.id)
        gone = self._create_partner()
        before = self._dump()
        merge = self._merge(keep, gone)
        self.assertFalse(keep.company_id)
        merge.action_undo()
        self.assertSameDump(before, self._dump())
        merge = self._merge(gone, keep)
        self.assertFalse(gone.company_id)

    def test_best_survivor(self):
        """Who has a login stays before who is complete; of equals the fullest."""
        engine = self.env["crm.dedup.engine"]
        bare, full = self._create_partner(), self._create_partner(city="X", street="Y")
        self.assertEqual(engine.best_survivor(bare | full), full)
        user = new_test_user(self.env, login="portal_m", groups="base.group_portal")
        self.assertEqual(engine.best_survivor(bare | full | user.partner_id), user.partner_id)
        won = self._create_lead(
            stage_id=self.env["crm.stage"].search([("is_won", "=", True)], limit=1).id
        )
        rich = self._create_lead(city="X", street="Y", phone="+380501234567")
        self.assertEqual(engine.best_survivor(won | rich), won)
