# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A desk that asks its customers: letters planned, sent and answered, as scripts for a shell."""

USE_IT = """
from markupsafe import Markup
admin = env.ref("base.user_admin")
env = env(user=admin)
survey = env["survey.survey"].create({
    "title": "Our own questions", "survey_type": "farewell", "access_mode": "token",
    "question_and_page_ids": [
        (0, 0, {"title": "What was wrong?", "question_type": "text_box"})]})
letter = env["mail.template"].create({
    "name": "Letter of ours", "subject": "A question", "use_default_to": True,
    "model_id": env["ir.model"]._get_id("crm.farewell.invitation"),
    "body_html": '<a t-att-href="object._link_placeholder()">Answer</a>'})
text = env["sms.template"].create({
    "name": "Text of ours", "body": "Tell us: {{ object._link_placeholder() }}",
    "model_id": env["ir.model"]._get_id("crm.farewell.invitation")})
offer = env["crm.farewell.offer"].create({"name": "Come back", "text": "10 %"})
policy = env["crm.farewell.policy"].create({
    "name": "Ours", "event": "lost", "survey_id": survey.id, "mail_template_id": letter.id,
    "sms_template_id": text.id, "offer_ids": offer.ids, "sequence": 0, "batch_limit": 2})
env["crm.farewell.occasion"].create({"name": "Day of ours", "mail_template_id": letter.id})
deals = env["crm.lead"]
for number in range(5):
    person = env["res.partner"].create({
        "name": f"Asked {number}", "email": f"asked{number}@x.example"})
    deals |= deals.create({
        "name": f"Asked about {number}", "type": "opportunity", "partner_id": person.id,
        "user_id": admin.id})
reason = env["crm.lost.reason"].create({"name": "Price of ours"})
deals[:2].action_set_lost(lost_reason_id=reason.id)
deals[2:].action_set_lost(lost_reason_id=reason.id)
answered, planned = deals[:2].farewell_invitation_ids.sudo().sorted("id")
assert deals[2:].farewell_invitation_ids.mapped("state") == ["held"] * 3
link = answered._new_link("email")
answered._message_log(body="The letter")
answer = env["survey.user_input"].sudo().create({
    "survey_id": survey.id, "farewell_invitation_id": answered.id, "state": "done",
    "partner_id": answered.partner_id.id,
    "user_input_line_ids": [(0, 0, {"question_id": survey.question_and_page_ids.id,
                                    "answer_type": "text_box", "value_text_box": "Too dear"})]})
answered.write({"state": "answered", "user_input_id": answer.id, "score": 4, "has_score": True})
answered._post_note(answered.lead_id, Markup("<p>Too dear</p>"))
answered.partner_id.write({"feedback_refused": True, "birth_day": 3, "birth_month": 4})
deals[4].deferred_until = "2031-01-01"
env.cr.commit()
"""
# What people have made is theirs, and what was said stays where it was written.
STILL_THERE = """
deals = env["crm.lead"].with_context(active_test=False).search(
    [("name", "like", "Asked about")], order="name")
assert len(deals) == 5
assert any("Too dear" in str(body) for body in deals.message_ids.mapped("body"))
survey = env["survey.survey"].with_context(active_test=False).search(
    [("title", "=", "Our own questions")])
assert survey.question_and_page_ids.title == "What was wrong?"
"""
GO_ON = """
assert (survey.survey_type, survey.active) == ("custom", False)
assert not env["survey.user_input"].search([("survey_id", "=", survey.id)]), "nobody's to read"
deals[0].action_unarchive()
deals[0].action_set_won()
lead = env["crm.lead"].create({"name": "Afterwards", "type": "opportunity"})
lead.action_set_lost()
(deals[1] | deals[2]).merge_opportunity()
people = env["res.partner"].create([{"name": "P", "email": "p@x.example"} for _n in range(2)])
env["base.partner.merge.automatic.wizard"]._merge(people.ids, people[0])
for model in ("crm.lead", "res.partner", "survey.survey", "crm.lost.reason"):
    assert env[model].get_views([(False, "form"), (False, "list")])
env.cr.rollback()
"""
