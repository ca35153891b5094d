# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Thirteen months of deals: made, moved, won, lost, called about, met for."""

from datetime import timedelta

from odoo.fields import Command

from .months import BEFORE, spread

# Deals won and lost by each person from month to month, the present one last; and of the present
# month: leads got, calls logged on each deal won.
PEOPLE = {
    "nadia": (
        (2, 1, 2, 2, 1, 2, 3, 2, 2, 1, 2, 2, 3, 1),
        (3, 4, 3, 4, 3, 3, 4, 4, 3, 4, 3, 4, 3, 4),
    ),
    "omar": (
        (2, 3, 2, 3, 4, 2, 3, 3, 4, 4, 2, 4, 4, 3),
        (3, 2, 3, 3, 4, 3, 3, 2, 3, 4, 3, 3, 4, 3),
    ),
    "priya": (
        (2, 1, 3, 2, 2, 3, 2, 1, 2, 3, 2, 2, 2, 2),
        (6, 7, 6, 8, 7, 8, 7, 8, 9, 8, 9, 10, 9, 11),
    ),
}
LEADS = {"nadia": 5, "omar": 6, "priya": 14}
CALLS = {"nadia": 5, "omar": 2, "priya": 0}
# One of so many is decided in the month in which it was made.
QUICK = 4
# Deals of the months before the present one that are still open.
WAITING = {1: 2, 2: 1, 3: 1}
FIRST = ("Amber", "Birch", "Cedar", "Crown", "Delta", "Echo", "Falcon", "Garnet", "Heron", "Iris")
SECOND = ("Court", "Terrace", "Works", "House", "Lodge", "Yard", "Chambers", "Pavilion")
NEEDS = ("machines for the lobby", "coffee corner", "new grinders", "service contract", "beans")
SOURCES = ("search_engine", "mailing", "newsletter")


class Deals:
    """Makes the deals of a team and what happened around them."""

    def __init__(self, env, months):
        quiet = {
            "mail_create_nolog": True,
            "mail_create_nosubscribe": True,
            "mail_auto_subscribe_no_notify": True,
            "mail_activity_quick_update": True,
            "tracking_disable": True,
            "no_mail_to_attendees": True,
            "dont_notify": True,
        }
        self.env = env(context={**env.context, **quiet})
        self.months = months
        self.team = self._ref("demo_team")
        self.company = self.team.company_id
        self.stages = [self.env.ref(f"crm.stage_lead{number}") for number in (1, 2, 3, 4)]
        self.reasons = [self.env.ref(f"crm.lost_reason_{number}") for number in (1, 1, 2, 3)]
        self.sources = [self.env.ref(f"utm.utm_source_{name}") for name in SOURCES]
        self.clients = self.env["res.partner"].search(
            [("user_id", "in", self.team.member_ids.ids), ("is_company", "=", True)], order="id"
        )
        self.facts = []

    def _ref(self, name):
        return self.env.ref(f"crm_kpi_scorecard.{name}")

    def make(self):
        """Make them all; return the deals won, by person and months back."""
        for name in PEOPLE:
            for back in range(BEFORE, -1, -1):
                self._plan_month(name, back)
        self.leads = self.env["crm.lead"].create(
            [self._values(number, fact) for number, fact in enumerate(self.facts)]
        )
        for lead, fact in zip(self.leads, self.facts, strict=True):
            fact["lead"] = lead
        self._set_dates()
        self._write_history()
        self._make_meetings()
        self._make_activities()
        return self.leads

    def _plan_month(self, name, back):
        """What one person decided and got in one month."""
        won, lost = (row[BEFORE - back] for row in PEOPLE[name])
        quick = 0
        for number in range(won + lost):
            is_quick = number % QUICK == 1
            quick += is_quick
            seed = len(self.facts)
            part = spread(seed)
            made = (back, part * 0.3) if is_quick else (back + 1, part)
            decided = (back, 0.4 + 0.55 * spread(seed + 7))
            self._plan(name, made, decided, "won" if number < won else "lost")
        waiting = WAITING.get(back, 0) if back else LEADS[name] - quick
        for _number in range(waiting):
            self._plan(name, (back, spread(len(self.facts))), None, "open")

    def _plan(self, name, made, decided, outcome):
        self.facts.append(
            {
                "name": name,
                "user": self._ref(f"demo_user_{name}"),
                "made": self.months.moment(*made),
                "decided": self.months.moment(*decided) if decided else None,
                "outcome": outcome,
                "back": decided[0] if decided else made[0],
            }
        )

    def _values(self, number, fact):
        """A deal as it stands today."""
        who = f"{FIRST[number % len(FIRST)]} {SECOND[number // 10 % len(SECOND)]}"
        own = self.clients.filtered(lambda client: client.user_id == fact["user"])
        values = {
            "name": f"{who}: {NEEDS[number % len(NEEDS)]}",
            "type": "opportunity",
            "team_id": self.team.id,
            "company_id": self.company.id,
            "user_id": fact["user"].id,
            "source_id": self.sources[number % len(self.sources)].id,
            "expected_revenue": 800 + number * 37 % 45 * 100,
            "stage_id": self._path(number, fact)[-1].id,
            "date_conversion": self._opened(fact),
        }
        if fact["outcome"] == "won":
            client = own[number % len(own)]
            values.update(
                name=f"{client.name}: {NEEDS[number % len(NEEDS)]}",
                partner_id=client.id,
                date_won=fact["decided"],
            )
        elif fact["outcome"] == "lost":
            values.update(
                active=False,
                probability=0,
                lost_reason_id=self.reasons[number % len(self.reasons)].id,
                date_lost=fact["decided"],
            )
        else:
            values["date_deadline"] = self.months.now.date() + timedelta(days=5 + number % 25)
        return values

    def _opened(self, fact):
        """A request becomes a deal after a day or two."""
        return min(fact["made"] + timedelta(hours=30), fact["decided"] or self.months.now)

    def _path(self, number, fact):
        """The stages a deal went through; some are lost early, and new ones are not far yet."""
        if fact["outcome"] == "won":
            return self.stages
        return self.stages[: 1 + number % (3 if fact["decided"] or fact["back"] else 2)]

    def _moves(self, number, fact):
        """When a deal came to each further stage: moment, from, to."""
        path = self._path(number, fact)
        end = fact["decided"] or self.months.now
        step = (end - fact["made"]) / len(path)
        moments = [fact["made"] + step * place for place in range(1, len(path))]
        if fact["outcome"] == "won":
            moments[-1] = end
        return list(zip(moments, path, path[1:], strict=False))

    def _set_dates(self):
        """Core always writes today into these columns: the one place where SQL helps."""
        self.env.flush_all()
        moved = [
            (self._moves(number, fact) or [(fact["made"],)])[-1][0]
            for number, fact in enumerate(self.facts)
        ]
        self.env.cr.execute(
            """
            UPDATE crm_lead
               SET create_date = told.made, date_open = told.made, date_closed = told.decided,
                   date_last_stage_update = told.moved
              FROM unnest(%s, %s::timestamp[], %s::timestamp[], %s::timestamp[])
                   AS told(id, made, decided, moved)
             WHERE crm_lead.id = told.id
            """,
            [
                self.leads.ids,
                [fact["made"] for fact in self.facts],
                [fact["decided"] for fact in self.facts],
                moved,
            ],
        )
        self.env.invalidate_all()

    def _write_history(self):
        """What the chatter tells: the first answer, changes of stage, calls."""
        messages = []
        for number, fact in enumerate(self.facts):
            messages += self._moves_told(number, fact)
            messages += self._talks(number, fact)
        made = self.env["mail.message"].sudo().create(messages)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_tracking_value v SET create_date = m.date FROM mail_message m"
            " WHERE m.id = v.mail_message_id AND m.id = ANY(%s)",
            [made.ids],
        )
        self.env.invalidate_all()

    def _told(self, fact, moment, **values):
        return {
            "model": "crm.lead",
            "res_id": fact["lead"].id,
            "author_id": fact["user"].partner_id.id,
            "email_from": fact["user"].email_formatted,
            # Else core looks for an alias, message by message.
            "reply_to": fact["user"].email_formatted,
            "date": moment,
            **values,
        }

    def _moves_told(self, number, fact):
        field = self.env["ir.model.fields"]._get("crm.lead", "stage_id")
        return [
            self._told(
                fact,
                moment,
                message_type="notification",
                subtype_id=self.env.ref("crm.mt_lead_stage").id,
                tracking_value_ids=[
                    Command.create(
                        {
                            "field_id": field.id,
                            "old_value_integer": old.id,
                            "old_value_char": old.name,
                            "new_value_integer": new.id,
                            "new_value_char": new.name,
                        }
                    )
                ],
            )
            for moment, old, new in self._moves(number, fact)
        ]

    def _talks(self, number, fact):
        """An answer to each request within a day, and the calls about deals won."""
        until = fact["decided"] or self.months.now
        answered = fact["made"] + timedelta(minutes=25 + number * 53 % 500)
        found = []
        if answered < until:
            found.append(
                self._told(
                    fact,
                    answered,
                    message_type="comment",
                    subtype_id=self.env.ref("mail.mt_comment").id,
                    body="Thank you for asking. When may I call you?",
                )
            )
        if fact["outcome"] != "won":
            return found
        begin = max(fact["made"], self.months.moment(fact["back"], 0))
        step = (until - begin) / (CALLS[fact["name"]] + 1)
        return found + [
            self._told(
                fact,
                begin + step * (place + 1),
                message_type="notification",
                subtype_id=self.env.ref("mail.mt_activities").id,
                mail_activity_type_id=self.env.ref("mail.mail_activity_data_call").id,
                body="Call done",
            )
            for place in range(CALLS[fact["name"]])
        ]

    def _make_meetings(self):
        """Some customers were visited before they signed."""
        meetings = []
        for number, fact in enumerate(self.facts):
            if fact["outcome"] == "won" and fact["back"] < 3 and (number % 3 or not fact["back"]):
                start = fact["made"] + (fact["decided"] - fact["made"]) * 0.6
                meetings.append(
                    {
                        "name": f"Visit: {fact['lead'].partner_id.name}",
                        "start": start,
                        "stop": start + timedelta(hours=1),
                        "opportunity_id": fact["lead"].id,
                        "user_id": fact["user"].id,
                        "partner_ids": [Command.set(fact["user"].partner_id.ids)],
                    }
                )
        self.env["calendar.event"].create(meetings)

    def _make_activities(self):
        """Two of three open deals have a next step."""
        call = self.env.ref("mail.mail_activity_data_call")
        self.env["mail.activity"].create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
                    "res_id": fact["lead"].id,
                    "activity_type_id": call.id,
                    "date_deadline": self.months.now.date() + timedelta(days=1 + number % 9),
                    "user_id": fact["user"].id,
                }
                for number, fact in enumerate(self.facts)
                if fact["outcome"] == "open" and number % 3
            ]
        )
