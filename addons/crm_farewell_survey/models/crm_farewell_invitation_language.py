# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL

SOURCE = "en_US"


class CrmFarewellInvitation(models.Model):
    """In which language somebody is written to: one for the letter, the SMS and the page."""

    _inherit = "crm.farewell.invitation"

    def _choose_languages(self):
        """Give each the first language in which everything is there.

        The person's, else the company's, else the one in which the texts were written.
        """
        known = {}
        for one in self:
            key = (one.policy_id, one.occasion_id, one.survey_id, one.channel)
            if key not in known:
                known[key] = one._complete_languages()
            fallback = one.company_id.partner_id.lang or SOURCE
            one.lang = next(
                (lang for lang in (one.lang, fallback, SOURCE) if lang in known[key]), fallback
            )

    def _complete_languages(self):
        """Return the codes of installed languages in which letter and questions are complete."""
        languages = self._installed_languages()
        for records, names in self._texts():
            languages &= {SOURCE} | self._languages_of(records, names)
        return languages

    def _texts(self):
        """Give the records, with the names of the fields, that a person reads.

        Hook: extend when your letters or pages show more.
        """
        name = "body_html" if self.channel == "email" else "body"
        for is_reminder in (False, True):
            template = self._template_of(self.channel, is_reminder=is_reminder)
            yield template, [name, *(["subject"] if self.channel == "email" else [])]
        survey = self.survey_id.sudo()
        questions = survey.question_and_page_ids
        yield survey, ["title"]
        yield questions, ["title"]
        yield questions.suggested_answer_ids | questions.matrix_row_ids, ["value"]

    def _languages_of(self, records, names):
        """Return the languages into which none of these texts lacks a translation."""
        if not records:
            return self._installed_languages()
        records.flush_recordset(names)
        keys = SQL(", ").join(
            SQL(
                "CASE WHEN COALESCE(%(name)s->>%(source)s, '') <> ''"
                " THEN ARRAY(SELECT jsonb_object_keys(%(name)s)) END",
                name=SQL.identifier(name),
                source=SOURCE,
            )
            for name in names
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT %s FROM %s WHERE id = ANY(%s)",
                keys,
                SQL.identifier(records._table),
                records.ids,
            )
        )
        found = [set(languages) for row in rows for languages in row if languages is not None]
        return set.intersection(self._installed_languages(), *found)

    def _installed_languages(self):
        return {code for code, _name in self.env["res.lang"].get_installed()}
