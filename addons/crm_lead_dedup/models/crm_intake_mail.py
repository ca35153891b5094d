# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import email_split

from ..tools import emails, mail_automatic, phones
from ..tools.mail_letter import Letter, read_letter

_logger = logging.getLogger(__name__)

RAW_HEADERS = ("From", "Reply-To", "To", "Cc", "Subject", "Date", "Message-Id")
RAW_LENGTH = 64_000
UNANSWERED = frozenset({"noreply", "no-reply", "donotreply", "do-not-reply", "wordpress", "mailer"})


class CrmIntake(models.AbstractModel):
    """The mail gateway's door: mails that ask for a new lead."""

    _inherit = "crm.intake"

    @api.model
    def _receive_mail(self, message, message_dict, routes):
        """File a mail and point its routes at the cards it belongs to.

        Routes of other models and answers to existing threads pass as they are. Several
        addresses of one company make one request. What could not be filed keeps its route, so
        that core makes a lead of it and the mail is not lost.

        :param message: ``email.message.EmailMessage``
        :param message_dict: core's parsed values of it, the author included
        :param routes: core's tuples ``(model, thread_id, custom_values, user_id, alias)``
        :return: routes, and the filed ``crm.request`` records (sudo)
        """
        none = self.env["crm.request"].sudo()
        wanted = [route for route in routes if route[0] == "crm.lead" and not route[1]]
        if not wanted:
            return routes, none
        others = [route for route in routes if route not in wanted]
        if reason := self._mail_no_request(message, message_dict):
            _logger.info(
                "Mail from %s with Message-Id %s makes no request: %s",
                message_dict.get("email_from"),
                message_dict.get("message_id"),
                reason,
            )
            return others, none
        doors = {}
        for route in wanted:
            place = self._mail_place(message_dict, route)
            doors.setdefault(place["company_id"], (route, place))
        letter = self._mail_letter(message, message_dict)
        requests = self.receive(
            [
                {**self._prepare_mail_request(message, message_dict, letter, place), **place}
                for _route, place in doors.values()
            ]
        )
        for (route, _place), request in zip(doors.values(), requests, strict=True):
            if request.lead_id and route[4] and route[4].alias_status != "valid":
                route[4].sudo().alias_status = "valid"
            others.append((route[0], request.lead_id.id or route[1], *route[2:]))
        return others, requests

    # ------------------------------------------------------------------
    # Is it a request at all
    # ------------------------------------------------------------------

    @api.model
    def _mail_no_request(self, message, message_dict):
        """Why a mail makes no request (auto-reply, bounce, list, own address), or None. Hook."""
        sender = emails.normalize_email(message_dict.get("email_from")) or ""
        headers = {name: str(message.get(name)) for name in message.keys()}  # noqa: SIM118
        reason = mail_automatic.is_automatic(
            headers, sender, [sender] if self._mail_is_ours(sender) else []
        )
        if reason == "list" and self._mail_own_list(headers):
            return None
        return reason

    @api.model
    def _mail_is_ours(self, address):
        """Whether an address is an alias of ours, or the sender of what we send."""
        local, _at, host = address.partition("@")
        domains = (
            self.env["mail.alias.domain"]
            .sudo()
            .search(Domain("name", "=", host) | Domain("default_from", "=", address))
        )
        fixed = ("bounce_email", "catchall_email", "default_from_email")
        if any(domain[name] == address for domain in domains for name in fixed):
            return True
        # An alias that listens to any domain is ours in our domains only: info@ is everywhere.
        alias = Domain("alias_full_name", "=", address)
        if host in domains.mapped("name"):
            alias |= Domain("alias_name", "=", local) & Domain("alias_incoming_local", "=", True)
        return bool(self.env["mail.alias"].sudo().search_count(alias, limit=1))

    @api.model
    def _mail_own_list(self, headers):
        """Whether the list is ours: sales@ is often a group that hands mails on to the alias."""
        lowered = {name.lower(): value.lower() for name, value in headers.items()}
        labels = lowered.get("list-id", "").rpartition("<")[2].strip("<> ").split(".")
        # The list's name comes first: sales.example.com is sales@example.com.
        hosts = [".".join(labels[start:]) for start in range(1, len(labels) - 1)]
        domains = self.env["mail.alias.domain"].sudo().search_count([("name", "in", hosts)])
        companies = Domain.OR(Domain("email", "=ilike", f"%@{host}") for host in hosts)
        return bool(domains or self.env["res.company"].sudo().search_count(companies, limit=1))

    # ------------------------------------------------------------------
    # What it says
    # ------------------------------------------------------------------

    @api.model
    def _mail_letter(self, message, message_dict):
        """The letter in a mail; of a mail forwarded by a colleague, the original's. Hook.

        :return: ``tools.mail_letter.Letter``
        """
        ours = {}

        def is_colleague(address):
            if address not in ours:
                ours[address] = bool(self._own_people([address]))
            return ours[address]

        letter = read_letter(message, is_colleague, body=message_dict.get("body") or "")
        answer_to = emails.normalize_email(str(message.get("Reply-To") or ""))
        nobody = letter.address.partition("@")[0].partition("+")[0] in UNANSWERED
        if nobody and answer_to and answer_to != letter.address and not is_colleague(answer_to):
            # A form mailer: its own address is the same for everybody who filled in the form.
            return Letter(letter.name, answer_to, letter.text, letter.signature)
        return letter

    @api.model
    def _prepare_mail_request(self, message, message_dict, letter, place):
        """The plain request for :meth:`receive`. Hook: extend to read more from a mail."""
        regions = self._mail_regions(place)
        found = phones.find_phones(f"{letter.signature}\n\n{letter.text}", regions)
        numbers = self._without_own_phones(found)
        addresses = [
            address
            for address in emails.find_emails(f"{letter.signature}\n{letter.text}")
            if address != letter.address and not self._mail_is_ours(address)
        ]
        strangers = set(addresses) - self._own_people(addresses)
        return {
            "channel": "email",
            "posted": True,
            "subject": message_dict.get("subject"),
            "idempotency_key": f"{message_dict.get('message_id')} {place['company_id']}",
            "raw": self._mail_raw(message, letter),
            "values": {
                "name": letter.name,
                "email": self._mail_address(message_dict, letter),
                "phone": numbers[0] if numbers else "",
                "message": letter.text,
            },
            "phones": numbers[1:],
            "emails": [address for address in addresses if address in strangers],
        }

    @api.model
    def _mail_address(self, message_dict, letter):
        """The author's address, with the capitals of the header where it stands there."""
        typed = email_split(message_dict.get("email_from") or "")[:1]
        same = typed and emails.normalize_email(typed[0]) == letter.address
        return typed[0] if same else letter.address

    @api.model
    def _mail_raw(self, message, letter):
        """What is kept word for word; the whole mail stands on the card."""
        headers = [f"{name}: {message[name]}" for name in RAW_HEADERS if message[name]]
        return "\n".join([*headers, "", letter.text])[:RAW_LENGTH].replace("\0", "")

    @api.model
    def _mail_regions(self, place):
        source = self.env["crm.intake.source"].sudo().browse(place["source_id"])
        company = self.env["res.company"].sudo().browse(place["company_id"])
        return tuple(filter(None, (source.country_id.code, company.country_id.code)))

    @api.model
    def _own_people(self, addresses):
        """Those of the normalised addresses that belong to users or companies of ours."""
        if not addresses:
            return set()
        people = (
            self.env["res.partner"]
            .sudo()
            .search_fetch(
                Domain("email_normalized", "in", list(addresses)) & self._own_people_domain(),
                ["email_normalized"],
            )
        )
        return set(people.mapped("email_normalized"))

    @api.model
    def _own_people_domain(self):
        companies = self.env["res.company"].sudo()._search(Domain.TRUE)
        return Domain("user_ids", "any", [("share", "=", False)]) | Domain(
            "id", "in", companies.subselect("partner_id")
        )

    @api.model
    def _without_own_phones(self, found):
        """Texts of the phones that are not of users or companies of ours (quoted by customers)."""
        keys = [phone.e164 for phone in found]
        own = (
            self.env["crm.identifier"]
            .sudo()
            .search_fetch(
                Domain("kind", "=", "phone")
                & Domain("key", "in", keys)
                & Domain("partner_id", "any", self._own_people_domain()),
                ["key"],
            )
        )
        return [phone.display for phone in found if phone.e164 not in own.mapped("key")]

    # ------------------------------------------------------------------
    # Where it goes
    # ------------------------------------------------------------------

    @api.model
    def _mail_place(self, message_dict, route):
        """Company, team, person and source of a route, and the alias's values of a new lead."""
        _model, _thread_id, defaults, _user_id, alias = route
        defaults = dict(defaults or {})
        team = self.env["crm.team"].sudo().browse(defaults.pop("team_id", False)).exists()
        user_id = defaults.pop("user_id", False)
        company = self._mail_company(message_dict, defaults, team, alias)
        source = self.env["crm.intake.source"]._for_mail(company, team)
        team = team or source.team_id or self._mail_default_team(company, user_id)
        defaults.pop("company_id", None)
        values = {"description": False, **self._mail_priority(message_dict), **defaults}
        if message_dict.get("subject"):
            values.setdefault("name", message_dict["subject"])
        return {
            "company_id": company.id,
            "team_id": team.id,
            "user_id": user_id,
            "source_id": source.id,
            "lead_values": values,
        }

    @api.model
    def _mail_company(self, message_dict, defaults, team, alias):
        """The alias's, the team's, the known author's, the mail domain's, or the gateway's."""
        author = self.env["res.partner"].sudo().browse(message_dict.get("author_id"))
        named = self.env["res.company"].sudo().browse(defaults.get("company_id")).exists()
        of_domain = alias.sudo().alias_domain_id.company_ids if alias else named.browse()
        return (
            named
            or team.company_id
            or author.company_id
            or (of_domain if len(of_domain) == 1 else self.env.company)
        )

    @api.model
    def _mail_default_team(self, company, user_id):
        team = self.env["crm.team"].with_company(company).sudo()._get_default_team_id(user_id)
        return team if not team.company_id or team.company_id == company else team.browse()

    @api.model
    def _mail_priority(self, message_dict):
        priorities = dict(self.env["crm.lead"]._fields["priority"].selection)
        priority = message_dict.get("priority")
        return {"priority": priority} if priority in priorities else {}
