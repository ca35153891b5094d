# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common_send import SenderCommon


@tagged("post_install", "-at_install")
class TestLanguage(SenderCommon):
    """One language for letter, SMS and page: the reader's, or the company's if one lacks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("ru_RU")
        cls.env["res.lang"]._activate_lang("hu_HU")
        cls.russian = cls.env(context=dict(cls.env.context, lang="ru_RU"))
        cls.company.partner_id.lang = "en_US"
        cls._translate(cls.survey, {"title": "Вопросы"})
        for question in cls.survey.question_ids:
            cls._translate(question, {"title": "Вопрос"})
            for answer in question.suggested_answer_ids:
                cls._translate(answer, {"value": "Ответ"})
        cls._translate(cls.letter, {"subject": "Вопрос", "body_html": "<p>Здравствуйте</p>"})
        cls._translate(cls.text, {"body": "Ответьте: {{ object._link_placeholder() }}"})

    @classmethod
    def _translate(cls, record, values, lang="ru_RU"):
        record.with_context(lang=lang).write(values)

    def test_letter(self):
        """A Russian gets a Russian letter from an English salesperson."""
        invitation = self._lost(lang="ru_RU")
        [mail] = self._send()
        self.assertEqual(mail["subject"], "Вопрос")
        self.assertIn("Здравствуйте", mail["body"])
        self.assertEqual(invitation.lang, "ru_RU")

    def test_sms(self):
        """And a Russian SMS."""
        self.policy.channels = "sms"
        self._lost(lang="ru_RU")
        self._send()
        self.assertTrue(self.texts[0][1].startswith("Ответьте: "))

    def test_subject_not_translated(self):
        """A missing subject makes all of it fall back, and the page with it."""
        self.letter.update_field_translations("subject", {"ru_RU": False})
        invitation = self._lost(lang="ru_RU")
        [mail] = self._send()
        self.assertIn("Hello", mail["body"])
        self.assertEqual((mail["subject"][:10], invitation.lang), ("A question", "en_US"))

    def test_question_not_translated(self):
        """A missing question makes the letter fall back, too."""
        self.env["survey.question"].create(
            {"survey_id": self.survey.id, "title": "New?", "question_type": "text_box"}
        )
        invitation = self._lost(lang="ru_RU")
        [mail] = self._send()
        self.assertEqual((mail["subject"][:10], invitation.lang), ("A question", "en_US"))

    def test_language_of_the_company(self):
        """The fallback is the company's language, when everything is there."""
        self.company.partner_id.lang = "ru_RU"
        invitation = self._lost(lang="hu_HU")
        [mail] = self._send()
        self.assertEqual((mail["subject"], invitation.lang), ("Вопрос", "ru_RU"))

    def test_words_of_records(self):
        """What a letter says of records is in its language as well."""
        self._translate(self.price, {"name": "Цена"})
        body = '<p>Вы сказали: <t t-out="object.lost_reason_id.name"/></p>'
        self._translate(self.letter, {"body_html": body})
        self._lost(lang="ru_RU")
        [mail] = self._send()
        self.assertIn("Цена", mail["body"])

    def test_two_languages_at_once(self):
        """In one run everybody gets his own."""
        self._lost(lang="ru_RU")
        self._lost(lang="en_US")
        subjects = sorted(mail["subject"][:6] for mail in self._send())
        self.assertEqual(subjects, ["A ques", "Вопрос"])
