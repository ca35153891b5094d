# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Terms are merged without losing work, and what is not translated is found."""

import importlib.util
from pathlib import Path

import pytest

import house

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def _terms():
    """The script that runs inside Odoo; its pure half needs none."""
    file = Path(house.__file__).parent / "inside/terms.py"
    spec = importlib.util.spec_from_file_location("house_terms", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


terms = _terms()


def _po(*pairs, flag=""):
    entries = [f'{flag}\nmsgid "{source}"\nmsgstr "{text}"\n' for source, text in pairs]
    return HEADER + "\n".join(entries)


def test_merge_keeps_and_adds():
    """A known term keeps its translation, a new one is empty, a gone one is gone."""
    merged = terms.merged(
        _po(("Lead", "Лид"), ("Gone", "Нет")), _po(("Lead", ""), ("New", "")), "ru"
    )
    assert 'msgid "Lead"\nmsgstr "Лид"' in merged
    assert 'msgid "New"\nmsgstr ""' in merged
    assert "Gone" not in merged
    assert '"Language: ru\\n"' in merged


def test_merge_is_stable():
    """Merging a second time changes nothing."""
    once = terms.merged(_po(("Lead", "Лид")), _po(("Lead", "")), "uk")
    assert terms.merged(once, _po(("Lead", "")), "uk") == once


def test_template_has_no_clock():
    """Two exports at different times give the same file."""
    dated = HEADER + '"POT-Creation-Date: %s\\n"\n\nmsgid "Lead"\nmsgstr ""\n'
    assert terms.template_text(dated % "2026-01-01") == terms.template_text(dated % "2026-02-02")


def test_template_has_no_labels_of_others():
    """A label that another add-on gave to a model is that one's to translate."""
    label = "#: model:ir.model,website_form_label:ours.model_crm_lead"
    text = terms.template_text(
        _po(("Create", ""), flag=label) + "\n" + _po(("Lead", ""))[len(HEADER) :]
    )
    assert "Lead" in text
    assert "Create" not in text


@pytest.mark.parametrize(
    ("source", "text", "flag", "found"),
    [
        ("Lead", "", "", "not translated"),
        ("Lead", "Лид", "#, fuzzy", "fuzzy"),
        ("%(n)s leads", "%(m)s", "", "placeholders"),
        ("%(n)s of %(m)s", "%(m)s из %(n)s", "", ""),
    ],
)
def test_weak_points(source, text, flag, found):
    """Empty, fuzzy and damaged terms are told; another order of placeholders is fine."""
    points = terms.weak_points(_po((source, text), flag=flag))
    assert [found in point for point in points] == [True] * bool(found)


def test_check_writes_nothing(tmp_path):
    """A check tells stale files and leaves them as they are; writing makes them current."""
    folder = tmp_path / "crm_x/i18n"
    folder.parent.mkdir()
    template = terms.template_text(_po(("Lead", "")))
    found = terms.handle(folder, template, ["ru"], write=False)
    assert "crm_x/i18n/crm_x.pot: stale, run make i18n" in found
    assert not list(folder.glob("*"))
    terms.handle(folder, template, ["ru"], write=True)
    again = terms.handle(folder, template, ["ru"], write=False)
    assert again == ["crm_x/i18n/ru.po: not translated: 'Lead'"]
