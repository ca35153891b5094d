# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The new part and the signature of mails as programs really write them."""

import pytest
from crm_lead_dedup_tools.mail_html import html_to_text, is_html
from crm_lead_dedup_tools.mail_text import new_part, signature
from crm_lead_dedup_tools.phones import find_phones
from hypothesis import given
from hypothesis import strategies as st

OLD = "> Old text\n> +380 44 999 99 99\n"

ATTRIBUTIONS = [
    "On Fri, Nov 22, 2024 at 10:30 AM Ann Lee <ann@a.hu> wrote:",
    "On Fri, Nov 22, 2024 at 10:30 AM Ann Lee <ann.with.a.long.name@a.hu>\nwrote:",
    "On 22/11/2024 10:30, Ann Lee wrote:",
    "пт, 22 нояб. 2024 г. в 10:30, Ann Lee <ann@a.hu>:",
    "22.11.2024 10:30, Ann Lee пишет:",
    "22 ноября 2024 г., в 10:30, Ann Lee <ann@a.hu> написал(а):",
    'Пятница, 22 ноября 2024, 10:30 +03:00 от "Ann Lee" <ann@a.hu>:',
    '22.11.2024, 10:30, "Ann Lee" <ann@a.hu>:',
    "пт, 22 лист. 2024 р. о 10:30 Ann Lee <ann@a.hu> пише:",
    "22.11.24 10:30, Ann Lee пише:",
    "22 листопада 2024 р. о 10:30 Ann Lee <ann@a.hu> написав(ла):",
    "Ann Lee <ann@a.hu> ezt írta (időpont: 2024. nov. 22., P, 10:30):",
    "2024. 11. 22. 10:30 keltezéssel, Ann Lee írta:",
    "Ann Lee <ann@a.hu> 於 2024年11月22日 週五 上午10:30寫道：",
    "Ann Lee <ann@a.hu> 于2024年11月22日周五 10:30写道：",
    "在 2024/11/22 上午 10:30, Ann Lee 寫道:",
    "Am 22.11.2024 um 10:30 schrieb Ann Lee:",
    "Le ven. 22 nov. 2024 à 10:30, Ann Lee <ann@a.hu> a écrit :",
    "-----Original Message-----",
    "-----Исходное сообщение-----",
    "-------- Исходное сообщение --------",
    "----- Оригінальне повідомлення -----",
    "-----Eredeti üzenet-----",
    "-----原始郵件-----",
    "------------------ 原始邮件 ------------------",
]
HEADERS = [
    "From: Ann Lee <ann@a.hu>\nSent: Friday, November 22, 2024 10:30\nTo: Bob\nSubject: RE: Price",
    "*From:* Ann Lee <ann@a.hu>\n*Sent:* Friday\n*To:* Bob\n*Subject:* Price",
    "От: Ann Lee <ann@a.hu>\nОтправлено: 22 ноября 2024 г. 10:30\nКому: Bob\nТема: Price",
    "Від: Ann Lee <ann@a.hu>\nНадіслано: 22 листопада 2024 р.\nКому: Bob\nТема: Price",
    "Feladó: Ann Lee <ann@a.hu>\nElküldve: 2024. november 22.\nCímzett: Bob\nTárgy: Price",
    "寄件者: Ann Lee <ann@a.hu>\n寄件日期: 2024年11月22日\n收件者: Bob\n主旨: Price",
    "发件人: Ann Lee <ann@a.hu>\n发送时间: 2024年11月22日\n收件人: Bob\n主题: Price",
    "Von: Ann Lee <ann@a.hu>\nGesendet: Freitag\nAn: Bob\nBetreff: Price",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
@pytest.mark.parametrize("old", [OLD, "Old text\n+380 44 999 99 99\n"], ids=["marked", "bare"])
def test_quotation_is_cut(attribution: str, old: str) -> None:
    """What follows the line that names the old writer is old."""
    assert new_part(f"Yes, please.\n\n{attribution}\n\n{old}") == "Yes, please."


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("rule", ["", "________________________________\n"], ids=["bare", "ruled"])
def test_outlook_header_is_cut(header: str, rule: str) -> None:
    """Outlook puts a header of the old mail above it, sometimes under a line."""
    assert new_part(f"Yes, please.\n\n{rule}{header}\n\nOld text\n") == "Yes, please."


@pytest.mark.parametrize(
    "text",
    [
        "From: my point of view it is fine.\nWe go on.",
        "As Ann wrote: we go on.",
        "He wrote:\nwe go on.",
        "Price: 10\nTo: be discussed",
        "Deliver on 22.11.2024 10:30, please.",
        "a > b and c < d",
        "--- details below ---\nwe go on",
    ],
)
def test_prose_is_no_quotation(text: str) -> None:
    """Ordinary sentences that look a little like marks stay."""
    assert new_part(text) == text


def test_answers_between_the_lines_stay() -> None:
    """Who answers below each question has written all of the answers."""
    body = f"{ATTRIBUTIONS[0]}\n> Price?\n10 each\n> Term?\n>> older\n2 weeks\n"
    assert new_part(body) == "10 each\n2 weeks"


def test_only_a_quotation_is_nothing_new() -> None:
    """An empty answer is empty."""
    assert new_part(f"{ATTRIBUTIONS[0]}\n{OLD}") == ""
    assert new_part("") == ""


@pytest.mark.parametrize(
    "line",
    ["Sent from my iPhone", "Отправлено с iPhone", "Надіслано з мого iPhone", "Get Outlook for iOS",
     "iPhone-ról küldve", "從我的 iPhone 傳送",
     "Отправлено из мобильной Почты Mail.ru для Android"],
)  # fmt: skip
def test_programs_own_words_are_dropped(line: str) -> None:
    """A phone's advertisement is not what the person wrote."""
    assert new_part(f"Yes.\n\n{line}\n\n{ATTRIBUTIONS[0]}\n{OLD}") == "Yes."


GMAIL = (
    '<div dir="ltr">Так, чекаю<div>050&nbsp;123 45 67</div></div><br>'
    '<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">пт, 22 лист. '
    '2024 р. о 10:30 Ann &lt;<a href="mailto:ann@a.hu">ann@a.hu</a>&gt; пише:<br></div>'
    '<blockquote class="gmail_quote" style="margin:0"><div>+380 44 999 99 99</div>'
    "</blockquote></div>"
)
OUTLOOK = (
    "<html><head><style>p {color: red}</style></head><body><p class=MsoNormal>Так, чекаю</p>"
    "<p class=MsoNormal>050 123 45 67</p><hr><div id='divRplyFwdMsg' dir=ltr><b>От:</b> Ann<br>"
    "</div><div>+380 44 999 99 99</div></body></html>"
)
WORD = (
    "<div class=WordSection1><p class=MsoNormal>Так, чекаю<o:p></o:p></p><p>050 123 45 67</p><div>"
    "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt'><p><b>From:</b> Ann</p>"
    "</div></div><p>+380 44 999 99 99</p></div>"
)
APPLE = (
    "<div>Так, чекаю</div><div>050 123 45 67</div><div><br><blockquote type='cite'><div>22 нояб. "
    "2024 г., в 10:30, Ann написал(а):</div><div>+380 44 999 99 99</div></blockquote></div>"
)
THUNDERBIRD = (
    "<p>Так, чекаю</p><p>050 123 45 67</p><div class='moz-cite-prefix'>22.11.2024 10:30, Ann пише:"
    "<br></div><blockquote type='cite' cite='mid:x'><pre>+380 44 999 99 99</pre></blockquote>"
)
YAHOO = (
    "<div>Так, чекаю<br>050 123 45 67</div><div id='ydp1yahoo_quoted_1' class='ydp1yahoo_quoted'>"
    "<div>Ann</div><div>+380 44 999 99 99</div></div>"
)
HEADER_ONLY = (
    "<div>Так, чекаю<br>050 123 45 67</div><div><b>Від:</b> Ann &lt;a@a.hu&gt;<br><b>Надіслано:</b>"
    " вчора<br><b>Кому:</b> Bob<br><b>Тема:</b> x</div><p>+380 44 999 99 99</p>"
)


@pytest.mark.parametrize("html", [GMAIL, OUTLOOK, WORD, APPLE, THUNDERBIRD, YAHOO, HEADER_ONLY])
def test_html_of_real_programs(html: str) -> None:
    """Only the new lines remain, and only the new phone is found."""
    text = new_part(html)
    assert text.split("\n") == ["Так, чекаю", "050 123 45 67"]
    assert [phone.e164 for phone in find_phones(text, ["UA"])] == ["+380501234567"]


def test_html_lines() -> None:
    """Blocks are lines, cells are words, scripts and comments are nothing."""
    html = (
        "<!-- x > y --><p>a &lt;b&gt;</p><table><tr><td>From:</td><td>Ann</td></tr></table>"
        "<script>alert('<p>')</script><pre>one\ntwo</pre><div>c<br><br>d</div>e < f <3"
    )
    assert html_to_text(html) == "a <b>\nFrom: Ann\none\ntwo\nc\n\nd\ne < f <3"


def test_html_is_recognised_by_tags_only() -> None:
    """An address in angle brackets is not HTML."""
    assert is_html("<DIV>x</DIV>")
    assert not is_html("Ann <ann@a.hu> wrote: 1 < 2 > 0")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi\n\n-- \nAnn Lee\n+36 30 123 4567", "Ann Lee\n+36 30 123 4567"),
        ("Hi\n--\nold\n--\nAnn", "Ann"),
        ("Hi\n\nBest regards,\nAnn Lee", "Best regards,\nAnn Lee"),
        ("Hi\n\nС уважением,\nАнна\n8 916 123-45-67", "С уважением,\nАнна\n8 916 123-45-67"),
        ("Hi\nЗ повагою, Ганна", "З повагою, Ганна"),
        ("Hi\n\nÜdvözlettel:\nNagy Anna", "Üdvözlettel:\nNagy Anna"),
        ("您好\n\n順頌商祺\n王小明", "順頌商祺\n王小明"),
        ("Hi\n\nAnn Lee\nTel. 050 123 45 67", "Ann Lee\nTel. 050 123 45 67"),
        ("Hi, call me", ""),
        ("Hi\n\nsee you", ""),
        ("", ""),
    ],
)
def test_signature(text: str, expected: str) -> None:
    """A delimiter, closing words in five languages, or a last paragraph with a contact."""
    assert signature(text) == expected


def test_signature_is_not_the_quoted_one() -> None:
    """The signature of the mail that was answered is somebody else's."""
    body = f"Yes.\n-- \nBob\n+36 30 765 4321\n\n{HEADERS[0]}\n\nHi\n-- \nAnn\n+36 30 123 4567"
    assert signature(body) == "Bob\n+36 30 765 4321"


_LINES = st.lists(
    st.sampled_from(
        [
            *ATTRIBUTIONS,
            *HEADERS,
            OLD,
            "> x",
            "-- ",
            "",
            "text",
            "<div>",
            "</div>",
            "<blockquote>",
            "<",
        ]
    )
    | st.text(max_size=20),
    max_size=10,
).map("\n".join)


@given(st.one_of(st.text(alphabet=st.characters(categories=None), max_size=200), _LINES))
def test_total(body: str) -> None:
    """Any body has a new part, which holds the signature, and both can be stored."""
    text = new_part(body)
    text.encode("utf-8")
    assert len(text) <= 20_000
    assert signature(body) in text


@given(st.text(max_size=200))
def test_html_reader_is_total(html: str) -> None:
    """Any text can be read as HTML; without markup the words stay."""
    html_to_text(html, quotes=False)
    if not set("<&") & set(html):
        assert html_to_text(html).split() == html.split()
