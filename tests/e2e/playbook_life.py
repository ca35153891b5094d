# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A desk whose playbooks, links, stops, letters and meetings are in use: scripts for a shell."""

# One deal is won: a task and an activity are made, more wait. A crew has reported on one link and
# has another; a customer is stopped, with an exception; leads wait for a person in charge.
USE_IT = """
from datetime import datetime, timedelta
from odoo import fields
from odoo.addons.crm_stage_automation.tools.work_report import Report
admin = env.ref("base.user_admin")
env = env(user=admin)
team = env["crm.team"].create({"name": "Ours", "user_id": admin.id})
deals = env["crm.lead"].create([
    {"name": f"Made to order {n}", "type": "opportunity", "user_id": admin.id, "team_id": team.id}
    for n in range(3)])
project = env["project.project"].create({"name": "Kiosks"})
book = env["crm.playbook"].create({"name": "Ours"})
rule = env["crm.playbook.rule"].create(
    {"name": "Won", "playbook_id": book.id, "trigger": "won", "responsible_id": admin.id})
call = env.ref("mail.mail_activity_data_call").id
env["crm.playbook.step"].create([
    {"rule_id": rule.id, "name": "Build", "kind": "task", "project_id": project.id},
    {"rule_id": rule.id, "name": "Thank", "kind": "activity", "activity_type_id": call},
    {"rule_id": rule.id, "name": "Ask again", "kind": "activity", "activity_type_id": call,
     "delay_amount": 9, "delay_unit": "days"}])
book.is_on = True
ready = env["crm.playbook"].search([("is_ready", "=", True)])
ready.filtered(lambda one: not one.needs).action_switch_on()
assert any(ready.mapped("is_on"))
deals[0].action_set_won()
env.cr.commit()
env["crm.playbook.job"]._cron_run()
env["crm.playbook.rule"]._cron_idle()
env.cr.commit()
assert deals[0].task_count == 1, "a task was made"
[[done, _url], [waiting, _url2]] = deals[:2].make_work_links()
env["crm.work.submission"].sudo()._receive(done.sudo(), "k" * 16, Report(
    result="Stands", photos=(b"not looked at here",)))
env["crm.link.failure"]._count("192.0.2.7")
customer = env["res.partner"].create({"name": "Debtor of ours", "is_company": True})
invoice = env["account.move"].create({
    "move_type": "out_invoice", "partner_id": customer.id, "invoice_date": "2020-01-01",
    "invoice_date_due": "2020-01-01", "invoice_payment_term_id": False,
    "invoice_line_ids": [(0, 0, {"name": "x", "price_unit": 5000})]})
invoice.action_post()
policy = env["crm.credit.policy"].create({"company_id": env.company.id, "letter_ids": [
    (0, 0, {"days": 7})]})
policy._check()
env["crm.credit.pardon"].create({
    "partner_id": customer.id, "reason": "He has shown the transfer",
    "until": fields.Date.today() + timedelta(9)})
product = env["product.product"].search([("sale_ok", "=", True)], limit=1)
order = env["sale.order"].create({
    "partner_id": customer.id, "order_line": [(0, 0, {"product_id": product.id})]})
order.action_confirm()
scheme = env["crm.assignment.scheme"].create({"team_id": team.id, "method": "by_hand"})
env["crm.assignment.seat"].create({"scheme_id": scheme.id, "user_id": admin.id})
env["crm.lead"].create({"name": "Nobody's", "type": "lead", "team_id": team.id, "user_id": False})
team.answer_template_id = env.ref("crm_stage_automation.mail_template_answer")
env["crm.automatic.letter"]._plan([{
    "kind": "answer", "lead_id": deals[0].id, "company_id": env.company.id, "key": "k",
    "address": "a@x.example", "due": datetime.now() + timedelta(9)}])
env.company.meeting_check_in = True
meeting = env["calendar.event"].create({
    "name": "At the customer's", "start": datetime.now(), "stop": datetime.now(),
    "user_id": admin.id, "partner_ids": admin.partner_id.ids, "opportunity_id": deals[0].id})
meeting.action_check_in({"latitude": 50, "longitude": 30, "accuracy": 9},
                        env.company._meeting_consent_text())
env.cr.commit()
"""
# What people have made or have to do is theirs.
STILL_THERE = """
deals = env["crm.lead"].search([("name", "like", "Made to order")], order="name")
assert len(deals) == 3
activities = env["mail.activity"].search([("res_model", "=", "crm.lead"),
                                          ("res_id", "=", deals[0].id)])
assert "Thank" in activities.mapped("summary"), activities.mapped("summary")
assert all(activities.mapped("date_deadline")), "a day is left of the moment"
assert env["project.task"].search_count([("name", "like", "Build%")]) == 1
report = deals[0].message_ids.filtered("attachment_ids")
assert "Stands" in report.body and len(report.attachment_ids) == 1, "the crew's report"
order = env["sale.order"].search([("partner_id.name", "=", "Debtor of ours")])
assert order.state == "sale"
assert env["calendar.event"].search_count([("name", "=", "At the customer's")]) == 1
"""
# What salespeople do all day, without us.
GO_ON = """
team = env["crm.team"].search([("name", "=", "Ours")])
lead = env["crm.lead"].create({"name": "Afterwards", "type": "lead", "team_id": team.id,
                               "email_from": "p@x.example"})
lead.convert_opportunity(env["res.partner"].create({"name": "P", "email": "p@x.example"}))
lead.activity_schedule("mail.mail_activity_data_call").action_feedback("Called")
lead.action_set_won()
debtor = env["res.partner"].search([("name", "=", "Debtor of ours")])
product = env["product.product"].search([("sale_ok", "=", True)], limit=1)
order = env["sale.order"].create({
    "partner_id": debtor.id, "order_line": [(0, 0, {"product_id": product.id})]})
order.action_confirm()
assert order.state == "sale", "nobody is stopped any more"
mail = "From: a@x.example\\nTo: sales@x.example\\nMessage-Id: <1@x.example>\\nSubject: S\\n\\nText"
assert env["mail.thread"].message_process("crm.lead", mail)
for model in ("crm.lead", "res.partner", "sale.order", "crm.team", "calendar.event",
              "project.task", "res.config.settings"):
    assert env[model].get_views([(False, "form")])
env.cr.rollback()
"""
