# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from markupsafe import Markup

from odoo import api, models
from odoo.tools.mail import generate_tracking_message_id

from odoo.addons.mail.tools.discuss import Store

BUS_EVENT = "crm_lead_dedup.request"


class CrmIntake(models.AbstractModel):
    _inherit = "crm.intake"

    @api.model
    def _tell(self, items):
        """Note on the card, one notification and one open activity for the person in charge.

        A door that puts the original itself on the card (``posted``, the mail gateway does)
        gets no note of ours: its own message notifies the person.
        """
        loud = [item for item in items if not item.request.get("quiet")]
        self._post_notes([item for item in loud if item.lead_id and not item.request.get("posted")])
        self._plan_activities([item for item in loud if item.lead_id and item.user_id])
        self._refresh_screens(items)

    # ------------------------------------------------------------------
    # Note and notification
    # ------------------------------------------------------------------

    @api.model
    def _post_notes(self, items):
        """One internal note a request, by the system, with a notification to one person.

        Written in batch; core's ``message_post`` would do it record by record. Followers are
        not written to, and the sender is not its author.
        """
        if not items:
            return
        common = self._note_values()
        users = self.env["res.users"].browse([item.user_id for item in items])
        requests = self.env["crm.request"].browse([item.request_id for item in items])
        leads = self.env["crm.lead"].browse([item.lead_id for item in items])
        values = [
            {
                **common,
                "res_id": lead.id,
                "message_id": generate_tracking_message_id("crm-request"),
                "subject": self._in_language_of(user)._note_subject(request),
                "body": self._in_language_of(user)._note_body(request),
                "partner_ids": user.partner_id.ids,
            }
            for lead, request, user in zip(leads, requests, users, strict=True)
        ]
        messages = self.env["mail.thread"]._message_create(values)
        self._notify_by_inbox(messages, users)
        self._notify_by_mail(messages, users, leads)

    @api.model
    def _tell_failed(self, item):
        """Tell the leader that requests wait in the queue; one letter an hour, not a flood."""
        team = self.env["crm.team"].browse(item.team_id)
        source = self.env["crm.intake.source"].browse(item.request.get("source_id"))
        people = [user for user in (team.user_id, source.user_id) if self._can_be_told(user, item)]
        waiting = self.env["crm.request"].search_count(
            [
                ("unclear", "=", "failed"),
                ("create_date", ">", "now -1H"),
                ("team_id", "=", item.team_id or False),
                ("company_id", "=", item.company_id),
                ("id", "!=", item.request_id),
            ],
            limit=1,
        )
        if not people or waiting:
            return
        speaker = self._in_language_of(people[0])
        request = self.env["crm.request"].browse(item.request_id)
        hint = speaker.env._("It waits in Requests to Check, with the error and a button to retry.")
        self.env["mail.thread"].message_notify(
            model="crm.request",
            res_id=request.id,
            partner_ids=people[0].partner_id.ids,
            subject=speaker.env._("A request could not be filed"),
            body=Markup("<p>%s</p> %s") % (hint, speaker._note_body(request)),
            force_send=False,
        )

    @api.model
    def _note_values(self):
        """What all notes share: an internal note on a lead, written by the system."""
        thread = self.env["mail.thread"]
        system = self.env.ref("base.partner_root")
        author_id, email_from = thread._message_compute_author(system.id, None)
        reply_to = thread._notify_get_reply_to(default=email_from, author_id=author_id)
        return {
            "author_id": author_id,
            "email_from": email_from,
            "reply_to": reply_to[False],
            "model": "crm.lead",
            "record_alias_domain_id": False,
            "record_company_id": False,
            "message_type": "notification",
            "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note"),
            "is_internal": True,
            "email_add_signature": False,
        }

    @api.model
    def _in_language_of(self, user):
        """The service speaking the language of the person it writes to."""
        return self.with_context(lang=user.lang or self.env.lang)

    @api.model
    def _note_subject(self, request):
        who = request.contact_name or request.company_name or request.phone or request.email
        return self.env._("New request: %(who)s", who=who or request.reference)

    @api.model
    def _note_body(self, request):
        """What the person in charge reads at once: channel, who, how to reach, what for."""
        channel = dict(self.env["crm.request"]._fields["channel"]._description_selection(self.env))
        facts = [
            (self.env._("Channel"), channel[request.channel]),
            (self.env._("Name"), request.contact_name),
            (self.env._("Company"), request.company_name),
            (self.env._("Phone"), " ".join(filter(None, (request.phone, request.extension)))),
            (self.env._("E-mail"), request.email),
            (self.env._("Interested in"), request.product_interest),
            (self.env._("Page"), request.page),
        ]
        # Blanks between the parts: previews show the text without its tags.
        rows = Markup(" ").join(
            Markup("<li><b>%s</b>: %s</li>") % (label, value) for label, value in facts if value
        )
        message = Markup("<br/>").join((request.message or "").splitlines())
        subject = self._note_subject(request)
        return Markup("<p>%s</p> <ul>%s</ul> <p>%s</p>") % (subject, rows, message)

    @api.model
    def _notify_by_inbox(self, messages, users):
        """Rows for the inbox in batch, and the bus message that lights it up."""
        pairs = [
            (message, user)
            for message, user in zip(messages, users, strict=True)
            if user.notification_type == "inbox"
        ]
        self.env["mail.notification"].create(
            [
                {
                    "author_id": message.author_id.id,
                    "mail_message_id": message.id,
                    "notification_status": "sent",
                    "notification_type": "inbox",
                    "res_partner_id": user.partner_id.id,
                }
                for message, user in pairs
            ]
        )
        for message, user in pairs:
            self._send_inbox_bus(message, user)

    @api.model
    def _send_inbox_bus(self, message, user):
        store = Store(bus_channel=user).add(
            message.with_user(user).with_context(allowed_company_ids=[]), add_followers=False
        )
        user._bus_send(
            "mail.message/inbox", {"message_id": message.id, "store_data": store.get_result()}
        )

    @api.model
    def _notify_by_mail(self, messages, users, leads):
        """Letters to those who chose e-mail, queued: a slow mail server delays no answer."""
        for message, user, lead in zip(messages, users, leads, strict=True):
            if user.notification_type == "email":
                lead._notify_thread_by_email(
                    message, [self._mail_recipient(user)], force_send=False
                )

    @api.model
    def _mail_recipient(self, user):
        """A person as core's notification by e-mail wants to know him."""
        return {
            "active": True,
            "email_normalized": user.email_normalized,
            "groups": set(user.all_group_ids.ids),
            "id": user.partner_id.id,
            "is_follower": False,
            "lang": user.lang,
            "name": user.name,
            "notif": "email",
            "share": False,
            "type": "user",
            "uid": user.id,
            "ushare": False,
        }

    # ------------------------------------------------------------------
    # Open screens
    # ------------------------------------------------------------------

    @api.model
    def _refresh_screens(self, items):
        """Tell the web clients of those who may see the cards to load them anew.

        Each user gets ids only, on his own channel; what he may read is checked when he reads.
        """
        by_team = defaultdict(set)
        for item in items:
            if item.lead_id:
                by_team[item.company_id, item.team_id, item.user_id].add(item.lead_id)
        managers = self.env.ref("sales_team.group_sale_salesman_all_leads").all_user_ids
        channels = defaultdict(set)
        for (company_id, team_id, user_id), lead_ids in by_team.items():
            team = self.env["crm.team"].browse(team_id)
            people = team.user_id | self.env["res.users"].browse(user_id or []) | managers
            for user in people:
                if user.active and not user.share and company_id in user.company_ids.ids:
                    channels[user] |= lead_ids
        for user, lead_ids in channels.items():
            user._bus_send(BUS_EVENT, {"lead_ids": sorted(lead_ids)[-50:]})
