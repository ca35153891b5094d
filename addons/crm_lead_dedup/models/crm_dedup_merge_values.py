# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models, tools
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import survivorship

# Nobody chooses these: the system keeps them.
TECHNICAL = {
    *models.MAGIC_COLUMNS,
    "active",
    "merged_into_id",
    "company_id",
    "parent_id",
    "commercial_partner_id",
    "stage_id",
    "type",
    "is_company",
    "message_main_attachment_id",
}


class CrmDedupMergeMixin(models.AbstractModel):
    """Which value of which card the survivor gets, and how it gets it."""

    _inherit = "crm.dedup.merge.mixin"

    # ------------------------------------------------------------------
    # Hooks for the inheriting model
    # ------------------------------------------------------------------

    @api.model
    def _merge_blockers(self, survivor, others):
        """Reasons (texts) why these cards must not become one; [] when they may. Hook.

        Called as superuser. Add-ons extend it: accounting would refuse a customer whose posted
        invoices carry an inalterable hash.
        """
        companies = (survivor | others).company_id
        if len(companies) > 1:
            return [self.env._("The cards belong to different companies.")]
        return []

    def _merge_write_values(self, others, choices):
        """Give the survivor its values. ``choices`` names a card for a field. Hook."""
        self.ensure_one()

    def _merge_note(self, others):
        """Say in the survivor's history what became of it. Hook."""

    @api.model
    def _merge_refused_fields(self):
        """Names of fields that nobody may choose. Hook."""
        return TECHNICAL

    def _merge_united_fields(self):
        """Names of fields of which all cards' values are kept when nobody chooses. Hook."""
        return set()

    # ------------------------------------------------------------------
    # The merge itself
    # ------------------------------------------------------------------

    def _merge_others(self, others, choices):
        """Move, fill, archive; runs as superuser inside the journal."""
        survivor, others = self._merge_quietly(), others._merge_quietly()
        known = [fact for card in survivor | others for fact in card._identifier_sources()]
        survivor._merge_note(others)
        survivor._merge_identifiers(others)
        survivor._merge_move(others)
        survivor._merge_write_values(others, choices)
        # A phone or e-mail that lost its field to another one is not lost.
        self.env["crm.identifier"]._learn(self._name, {self.id: known}, origin="request")
        survivor._merge_properties(others)
        survivor._merge_archive(others)
        survivor._merge_matches(others)
        survivor._merge_decisions(others)
        (survivor | others)._dedup_refresh()

    def _merge_quietly(self):
        """These cards for a superuser whose changes are told to nobody: one note tells all."""
        return self.sudo().with_context(
            crm_dedup_merging=True,
            tracking_disable=True,
            mail_create_nosubscribe=True,
            mail_auto_subscribe_no_notify=True,
            active_test=False,
        )

    def _merge_move(self, others):
        """Everything that refers to the others refers to this card from now on. Hook."""
        self.env["crm.dedup.mover"]._move(others, self)

    def _merge_identifiers(self, others):
        """Phones, e-mails and numbers which the survivor does not know; the rest stays."""
        self.env.flush_all()
        rows = self.env.execute_query(self.env["crm.identifier"]._unknown_to(self, others))
        self.env.cr.execute(
            SQL(
                """UPDATE crm_identifier SET %(link)s = %(survivor)s,
                          origin = CASE origin WHEN 'card' THEN 'request' ELSE origin END
                    WHERE id = ANY(%(ids)s)""",
                link=SQL.identifier(self._identifier_link),
                survivor=self.id,
                ids=[row[0] for row in rows],
            )
        )
        self.env["crm.identifier"].invalidate_model()

    def _merge_properties(self, others):
        """Properties that the survivor leaves empty come from cards with the same definition."""
        for name, field in self._fields.items():
            if field.type != "properties" or not field.store:
                continue
            for other in others:
                if other[field.definition_record] != self[field.definition_record]:
                    continue
                self.env.flush_all()
                self.env.cr.execute(
                    SQL(
                        """UPDATE %(table)s t
                              SET %(column)s = jsonb_strip_nulls(o.%(column)s)
                                  || COALESCE((SELECT jsonb_object_agg(key, value)
                                       FROM jsonb_each(t.%(column)s)
                                      WHERE value NOT IN ('false', 'null', '""', '[]')), '{}')
                             FROM %(table)s o
                            WHERE t.id = %(id)s AND o.id = %(other)s
                              AND jsonb_typeof(o.%(column)s) = 'object'""",
                        table=SQL.identifier(self._table),
                        column=SQL.identifier(name),
                        id=self.id,
                        other=other.id,
                    )
                )
                self.invalidate_recordset([name])

    def _merge_changes(self, values):
        """The part of ``values`` that differs from what the card holds."""
        self.ensure_one()
        kept = self._merge_kept_fields()
        changes = {}
        for name, value in values.items():
            field = self._fields.get(name)
            if name in kept or field is None:
                continue
            new = field.convert_to_cache(value, self, validate=False)
            now = field.convert_to_cache(self[name], self, validate=False)
            if (new or now) and new != now:
                changes[name] = value
        return changes

    @api.model
    def _merge_kept_fields(self):
        """Fields which a merge never writes on the survivor. Hook."""
        return {"merged_into_id", "company_id"}

    def _merge_archive(self, others):
        """By SQL: neither the hooks for lost deals nor a closing date, and no new write date."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET active = false, merged_into_id = %s WHERE id = ANY(%s)",
                SQL.identifier(self._table),
                self.id,
                others.ids,
            )
        )
        self.env.invalidate_all()

    # ------------------------------------------------------------------
    # Choices
    # ------------------------------------------------------------------

    @tools.ormcache("self._name", cache="default")
    def _merge_choice_fields(self):
        """Names of the fields of which somebody may choose the card whose value is kept."""
        refused = self._merge_refused_fields()
        return tuple(
            name
            for name, field in self._fields.items()
            if name not in refused
            and field.store
            and (not field.compute or not field.readonly)
            and (field.type != "one2many" and (field.type != "many2many" or name == "tag_ids"))
            and field.type not in ("properties", "json", "many2one_reference")
        )

    def _merge_checked_choices(self, others, choices):
        """``choices`` with known fields and cards only."""
        cards = {*self.ids, *others.ids}
        allowed = set(self._merge_choice_fields())
        for name, card in choices.items():
            if name not in allowed:
                raise UserError(self.env._("The field %(field)s cannot be chosen.", field=name))
            if card and card not in cards:
                raise UserError(self.env._("A value can only be taken from a card of the merge."))
        return dict(choices)

    def _merge_proposals(self, others):
        """``{field name: id of the card with the best value}`` where cards differ."""
        cards = [card._merge_card() for card in self | others]
        return survivorship.best_values(self.id, cards, self._merge_choice_fields())

    def _merge_card(self):
        """This card as the pure rules of survivorship see it."""
        self.ensure_one()
        card = self.sudo()
        values = {name: self._merge_plain(name) for name in self._merge_choice_fields()}
        return survivorship.Card(
            id=card.id,
            values=values,
            changed=card.write_date,
            verified=frozenset(self._merge_verified(values)),
            rank=card._merge_rank(),
        )

    def _merge_rank(self):
        """How much hangs on this card; the highest survives. Hook."""
        return 0

    def _merge_plain(self, name):
        """The value of a field as something hashable and comparable."""
        value = self.sudo()[name]
        if isinstance(value, models.BaseModel):
            return tuple(value.ids) or None
        return value or None

    def _merge_verified(self, values):
        """Names of fields whose value is known to be good: readable, not bounced. Hook."""
        good = {row.kind for row in self.sudo().identifier_ids if row.origin == "card" and row.key}
        named = {"phone": ["phone"], "email": ["email", "email_from"], "tax_number": ["vat"]}
        return {name for kind in good for name in named.get(kind, []) if name in values}

    def _merge_preview_fields(self, others, choices):
        """The fields in which the cards differ, for people; see ``preview_merge``."""
        cards = self | others
        proposals = self._merge_proposals(others)
        united = self._merge_united_fields()
        descriptions = self.fields_get(self._merge_choice_fields(), ["string", "type"])
        result = []
        for name, description in descriptions.items():
            values = {card.id: card._merge_shown(name) for card in cards}
            if len(set(values.values())) < 2:
                continue
            proposed = None if name in united else proposals.get(name, self.id)
            result.append(
                {
                    "name": name,
                    "label": description["string"],
                    "type": description["type"],
                    "values": values,
                    "proposed": proposed,
                    "choice": choices.get(name, proposed),
                }
            )
        return result

    def _merge_shown(self, name):
        """A value as people read it."""
        field = self._fields[name]
        value = self[name]
        if field.relational:
            return ", ".join(value.sudo().mapped("display_name"))
        if field.type == "binary":
            return str(hash(value)) if value else ""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "html":
            return tools.html2plaintext(value or "").strip()
        return "" if value is False or value is None else str(value)
