# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .merging import MergeCommon


@tagged("post_install", "-at_install")
class TestMergeProperties(MergeCommon):
    """Properties that people add to leads and contacts follow a merge, and come back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keep, cls.gone, cls.other = (cls._create_partner() for _number in range(3))
        cls.tag = cls.env["crm.tag"].create({"name": "A tag"})
        cls.team = cls.env["crm.team"].create({"name": "With properties"})
        cls.team.lead_properties_definition = [
            {"name": "agent", "type": "many2one", "comodel": "res.partner"},
            {"name": "experts", "type": "many2many", "comodel": "res.partner"},
            {"name": "labels", "type": "many2many", "comodel": "crm.tag"},
            {"name": "floor", "type": "integer"},
        ]

    def _lead_with(self, **properties):
        lead = self._create_lead(team_id=self.team.id)
        lead.lead_properties = properties
        self.env.flush_all()
        return lead

    def _values(self, lead):
        """The properties as they stand in the database."""
        self.env.flush_all()
        self.env.cr.execute("SELECT lead_properties FROM crm_lead WHERE id = %s", [lead.id])
        return self.env.cr.fetchone()[0]

    def test_values_move_and_come_back(self):
        """One card or several; the survivor stands once in a list; nothing else changes."""
        lead = self._lead_with(
            agent=self.gone.id,
            experts=[self.other.id, self.gone.id, self.keep.id],
            labels=[self.tag.id],
            floor=self.gone.id,
        )
        untouched = self._lead_with(agent=self.other.id, floor=self.gone.id)
        before = self._dump()
        merge = self._merge(self.keep, self.gone)
        self.assertEqual(
            self._values(lead),
            {
                "agent": self.keep.id,
                "experts": [self.other.id, self.keep.id],
                "labels": [self.tag.id],
                "floor": self.gone.id,
            },
        )
        self.assertEqual(lead.lead_properties["agent"], self.keep)
        self.assertEqual(self._values(untouched)["agent"], self.other.id)
        merge.action_undo()
        self.assertEqual(lead.lead_properties["agent"], self.gone)
        self.assertSameDump(before, self._dump())

    def test_number_of_another_model(self):
        """A tag with the number of the merged card stays what it is."""
        tag = self.env["crm.tag"].create({"name": "Same number"})
        self.env.cr.execute("UPDATE crm_tag SET id = %s WHERE id = %s", [self.gone.id, tag.id])
        self.env.invalidate_all()
        lead = self._lead_with(labels=[self.gone.id])
        self._merge(self.keep, self.gone)
        self.assertEqual(self._values(lead)["labels"], [self.gone.id])

    def test_default_of_new_records(self):
        """The merged card is proposed to nobody any more."""
        definition = self.team.lead_properties_definition
        definition[0]["default"] = self.gone.id
        definition[1]["default"] = [self.gone.id, self.other.id]
        self.team.lead_properties_definition = definition
        before = self._dump()
        merge = self._merge(self.keep, self.gone)
        agent, experts, labels, _floor = self.team.lead_properties_definition
        self.assertEqual(agent["default"], self.keep.id)
        self.assertEqual(experts["default"], [self.keep.id, self.other.id])
        self.assertNotIn("default", labels)
        new = self._create_lead(team_id=self.team.id)
        self.assertEqual(new.lead_properties["agent"], self.keep)
        new.unlink()
        merge.action_undo()
        self.assertEqual(self.team.lead_properties_definition[0]["default"], self.gone.id)
        self.assertEqual(before["crm_team"], self._dump()["crm_team"])

    def test_properties_without_a_parent(self):
        """Contacts have one set of properties for all; no card comes to name itself."""
        field = self.env["ir.model.fields"]._get("res.partner", "properties")
        base = self.env["properties.base.definition"]
        base = base._get_definition_for_property_field("res.partner", "properties")
        self.assertEqual(base.properties_field_id, field)
        base.properties_definition = [
            {"name": "friend", "type": "many2one", "comodel": "res.partner"}
        ]
        self.other.properties = {"friend": self.gone.id}
        self.keep.properties = {"friend": self.gone.id}
        before = self._dump()
        merge = self._merge(self.keep, self.gone)
        self.assertEqual(self.other.properties["friend"], self.keep)
        self.assertEqual(self.keep.properties["friend"], self.gone)
        merge.action_undo()
        self.assertSameDump(before, self._dump())

    def test_property_that_names_leads(self):
        """Merged leads, in a property of another lead."""
        self.team.lead_properties_definition = [
            {"name": "before", "type": "many2one", "comodel": "crm.lead"}
        ]
        keep, gone = self._create_lead(), self._create_lead()
        lead = self._lead_with(before=gone.id)
        merge = self._merge(keep, gone)
        self.assertEqual(lead.lead_properties["before"], keep)
        merge.action_undo()
        self.assertEqual(lead.lead_properties["before"], gone)

    def test_queries_do_not_grow_with_the_rows(self):
        def queries(leads):
            gone = self._create_partner()
            for _number in range(leads):
                self._lead_with(agent=gone.id)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["crm.dedup.mover"]._move_properties("res.partner", gone.ids, self.keep.id)
            return self.env.cr.sql_log_count - before

        queries(1)
        self.assertEqual(queries(2), queries(20))
