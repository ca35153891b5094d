# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import Form, users

from .common import PartyCommon


class TestLeadTrace(PartyCommon):
    """What a lead was, who had it and what became of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hand = cls.user_sales_leads
        cls.leads = cls._leads(3)

    @classmethod
    def _leads(cls, count, **values):
        return cls.env["crm.lead"].create(
            [
                {
                    "name": f"Traced {number}",
                    "type": "lead",
                    "user_id": cls.hand.id,
                    "partner_id": cls.accountant.id,
                }
                | values
                for number in range(count)
            ]
        )

    def _commit(self):
        """What the end of a request does."""
        self.env.flush_all()
        self.env.cr.precommit.run()

    def _traces(self, leads_or_refs):
        refs = getattr(leads_or_refs, "ids", leads_or_refs)
        return self.env["crm.lead.trace"].search([("lead_ref", "in", refs)])

    def _convert(self, leads, **values):
        wizard = self.env["crm.lead2opportunity.partner"].with_context(
            active_model="crm.lead", active_id=leads[0].id, active_ids=leads.ids
        )
        return wizard.create({"lead_id": leads[0].id, "name": "convert"} | values)

    def test_wizard_keeps_both_in_charge(self):
        """The lead's person in charge stays on its trace, the deal and the client have theirs."""
        self.client.user_id = self.user_sales_manager
        lead = self.leads[0]
        self._convert(lead, user_id=self.user_sales_salesman.id).action_apply()
        self._commit()
        trace = self._traces(lead)
        self.assertEqual(trace.user_id, self.hand)
        self.assertEqual(lead.user_id, self.user_sales_salesman)
        self.assertEqual(trace.client_user_id, self.user_sales_manager)
        self.assertEqual(trace.converted_by_id, self.env.user)
        self.assertEqual(trace.client_id, self.client)
        self.assertEqual(trace.event_ids.mapped("event"), ["converted", "assigned"])

    def test_origins_outlive_merge_and_deletion(self):
        """Must hold 6: three leads, one converted, all merged: three origins, also when gone."""
        refs = self.leads.ids
        self._convert(self.leads[0]).action_apply()
        self._commit()
        head = self.leads.merge_opportunity()
        self._commit()
        self.assertEqual(self.client.origin_count, 3)
        self.assertEqual(self._traces(refs).deal_id, head)
        self.assertEqual(head.origin_count, 3)
        self.assertFalse(head.action_view_origins().get("res_id"), "several are a list")
        self.assertTrue(all(self._traces(refs).mapped("date_converted")))
        head.unlink()
        self._commit()
        self.client.invalidate_recordset()
        self.assertEqual(self.client.origin_count, 3)
        self.assertTrue(all(self._traces(refs).mapped("date_deleted")))

    def test_merge_then_convert(self):
        """Leads merged as leads are converted with the card they live in."""
        refs = self.leads.ids
        head = self.leads.merge_opportunity()
        self._commit()
        self.assertFalse(any(self._traces(refs).mapped("date_converted")))
        head.convert_opportunity(head.partner_id)
        self._commit()
        self.assertTrue(all(self._traces(refs).mapped("date_converted")))

    def test_merge_through_core_wizard(self):
        """The conversion dialog of core that merges leaves all origins too."""
        refs = self.leads.ids
        wizard = self._convert(self.leads[0], name="merge")
        wizard.duplicated_lead_ids = self.leads
        wizard.action_apply()
        self._commit()
        traces = self._traces(refs)
        self.assertEqual(len(traces), 3)
        self.assertEqual(traces.client_id, self.client)

    def test_merges_in_a_row(self):
        """An origin follows through several merges, also within one transaction."""
        refs = self.leads.ids
        (self.leads[0] | self.leads[1]).merge_opportunity()
        last = self.leads[:2].exists()
        head = (last | self.leads[2]).merge_opportunity()
        self._commit()
        self.assertEqual(self._traces(refs).mapped("deal_id"), head)
        deal = self.env["crm.lead"].create({"name": "Deal", "type": "opportunity"})
        (head | deal).merge_opportunity()
        self._commit()
        self.assertEqual(self._traces(refs).mapped("deal_id"), deal)

    def test_client_follows_the_deal(self):
        """Another client of the deal: the origin is his."""
        lead = self.leads[0]
        lead.convert_opportunity(lead.partner_id)
        self._commit()
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        lead.client_id = other
        self._commit()
        self.assertEqual(self._traces(lead).client_id, other)

    def test_handovers(self):
        """Until conversion the last one in charge is the lead's."""
        lead = self.leads[0]
        lead.user_id = self.user_sales_salesman
        self._commit()
        self.assertEqual(self._traces(lead).user_id, self.user_sales_salesman)
        lead.convert_opportunity(lead.partner_id)
        lead.user_id = self.user_sales_manager
        self._commit()
        self.assertEqual(self._traces(lead).user_id, self.user_sales_salesman)
        people = self._traces(lead).event_ids.mapped("user_id")
        self.assertEqual(people, self.user_sales_salesman | self.user_sales_manager)

    def test_assignment_by_core(self):
        """Core's assignment converts and hands over: who gets a lead that nobody had has it."""
        lead = self._leads(1, user_id=False, team_id=self.sales_team_1.id)
        lead.convert_opportunity(lead.partner_id, user_ids=[self.user_sales_salesman.id])
        self._commit()
        self.assertEqual(self._traces(lead).user_id, self.user_sales_salesman)
        self.assertEqual(self._traces(lead).event_ids.mapped("event"), ["converted", "assigned"])

    def test_deals_leave_no_trace_by_handover(self):
        """What never was a lead has no origin, until it is merged."""
        deal = self._leads(1, type="opportunity")
        deal.user_id = self.user_sales_salesman
        self._commit()
        self.assertFalse(self._traces(deal))

    def test_deleted_without_client_is_forgotten(self):
        """Nothing stays of a request that was nobody's; of a client's request its trace."""
        nobodys = self._leads(1, partner_id=False)
        nobodys.user_id = self.user_sales_salesman
        self._commit()
        refs = nobodys.ids + self.leads[0].ids
        (nobodys | self.leads[0]).unlink()
        self._commit()
        self.assertEqual(self._traces(refs).lead_ref, refs[1])

    def test_rolled_back_savepoint_leaves_nothing(self):
        """A conversion that is undone left no trace."""
        self._commit()
        try:
            with self.env.cr.savepoint():
                self.leads[0].convert_opportunity(self.accountant)
                raise ZeroDivisionError  # whatever goes wrong later in the request
        except ZeroDivisionError:
            self.env.invalidate_all()
        self._commit()
        self.assertFalse(self._traces(self.leads))

    def test_statistics(self):
        """Each lead counts once for who had it: converted, merged, deleted and open ones."""
        report = self.env["crm.lead.conversion"]

        def figures():
            self.env.flush_all()
            return report._read_group(
                [("user_id", "=", self.hand.id), ("name", "like", "Traced")],
                [],
                ["__count", "nbr_converted:sum", "nbr_clients:sum"],
            )[0]

        self._leads(1)
        self.assertEqual(figures(), (4, 0, 0))
        self._convert(self.leads[0], user_id=self.user_sales_salesman.id).action_apply()
        self._commit()
        self.assertEqual(figures(), (4, 1, 1))
        self.leads.merge_opportunity()
        self._commit()
        self.assertEqual(figures(), (4, 3, 3))

    def test_size_independence(self):
        """Converting and handing over many leaves traces by the queries of few."""

        def cost(count):
            leads = self._leads(count)
            leads.write({"type": "opportunity"})
            leads.write({"user_id": self.user_sales_salesman.id})
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["crm.lead.trace"]._write_remembered()
            self.assertEqual(len(self._traces(leads)), count)
            return self.env.cr.sql_log_count - before

        cost(2)
        self.assertEqual(cost(2), cost(40))

    @users("user_sales_salesman")
    def test_own_origins_only(self):
        """Without all documents one sees the origins one had, has now or whose client is one's."""
        self.leads.sudo().write({"type": "opportunity"})
        self.env.cr.precommit.run()
        self.assertFalse(self._traces(self.leads))
        self.leads[0].sudo().user_id = self.env.user
        self.env.cr.precommit.run()
        self.assertEqual(self._traces(self.leads).lead_ref, self.leads[0].id)
        self.client.sudo().user_id = self.env.user
        self.assertEqual(len(self._traces(self.leads)), 3)
        self.assertEqual(len(self._traces(self.leads).event_ids), 4)
        self.assertFalse(self.env["crm.lead.trace"].has_access("write"))
        self.assertFalse(self.env["crm.lead.trace"].has_access("create"))

    @users("user_sales_manager")
    def test_manager_may_forget(self):
        """A manager sees all and may delete a trace, but writes none."""
        self.leads.sudo().write({"type": "opportunity"})
        self.env.cr.precommit.run()
        self.assertEqual(len(self._traces(self.leads)), 3)
        self.assertFalse(self.env["crm.lead.trace"].has_access("create"))
        self._traces(self.leads).unlink()
        self.assertFalse(self._traces(self.leads))

    def test_other_company(self):
        """Origins of another company are not seen."""
        self.leads.write({"type": "opportunity"})
        self._commit()
        self._traces(self.leads).company_id = self.env["res.company"].create({"name": "B"})
        seen = self._traces(self.leads).with_user(self.user_sales_manager)
        self.assertFalse(seen._filtered_access("read"))

    @users("user_sales_manager")
    def test_button_and_form(self):
        """The client's button lists its origins; the form opens."""
        self.leads.sudo().write({"type": "opportunity"})
        self.env.cr.precommit.run()
        action = self.client.with_env(self.env).action_view_origins()
        traces = self.env["crm.lead.trace"].search(action["domain"])
        self.assertEqual(set(traces.mapped("lead_ref")), set(self.leads.ids))
        self.assertEqual(Form(traces[0]).name, traces[0].name)
        self.assertEqual(traces[0].action_open_deal()["res_id"], traces[0].deal_id.id)

    @users("user_sales_manager")
    def test_button_of_a_deal(self):
        """Its one origin opens at once; a lead has none yet."""
        self.assertEqual(self.leads.mapped("origin_count"), [0, 0, 0])
        deal = self.leads[0].with_env(self.env)
        deal.type = "opportunity"
        self.env.cr.precommit.run()
        self.leads.invalidate_recordset()
        with self.assertQueryCount(2):
            self.assertEqual(self.leads.mapped("origin_count"), [1, 0, 0])
        action = deal.action_view_origins()
        trace = self.env["crm.lead.trace"].browse(action["res_id"])
        self.assertEqual(trace.lead_ref, deal.id)
