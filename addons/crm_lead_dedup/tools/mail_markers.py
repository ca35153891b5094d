# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The words by which mail programs mark quotations, forwards and signatures.

English, Russian, Ukrainian, Hungarian and Chinese (both scripts), with the German, French and
Polish of neighbours. Every repetition in the expressions is bounded, or cannot be entered in two
ways, so that no text makes them slow; they are used on single lines of at most ``MAX_LINE``.
"""

import re

MAX_LINE = 500

# Ends a line such as "On Friday Ann wrote" and its like in other languages.
WROTE = re.compile(
    r"(?:\b(?:wrote|writes|пишет|писал|писала|написал|написала|написал\s?\(а\)|сообщил|сообщила|"
    r"пише|писав|написав|написав\s?\(-?ла\)|повідомив|повідомила|(?:ezt )?írta|írja|"
    r"schrieb(?: [^:]{1,80})?|a écrit|napsala?|napísala?|napisała?|pisze)|寫道|写道|撰寫|來信)"
    r"\s{0,3}(?:\([^()]{0,80}\)\s{0,3})?[:：]\s*\Z",
    re.IGNORECASE,
)
# "22.11.2024, 10:30, "Name" <a@b>:" has no verb.
DATED_ADDRESS = re.compile(r"\d[^<>]{0,200}<[^<>\s]{1,80}@[^<>\s]{1,120}>\s{0,3}[:：]\s*\Z")
DATED = re.compile(r"\d{1,2}[.:/]\s?\d{1,2}|\b(?:19|20)\d\d\b|\d\s?[年月日]|@")
BEGINS_WRAPPED = re.compile(r"(?:On|Am|Le|El|Dne|Dňa|W dniu|В|У|от|at)\b|\S{0,3}\d", re.IGNORECASE)

_ORIGINAL_WORDS = (
    r"original message|original appointment|reply message|reply to|исходное сообщение|"
    r"исходящее сообщение|оригинальное сообщение|ответ на сообщение|"
    r"оригінальне повідомлення|початкове повідомлення|вихідне повідомлення|"
    r"eredeti üzenet|eredeti levél|原始郵件|原始邮件|原始信件|原始消息|原始訊息|回复的原邮件|"
    r"ursprüngliche nachricht|message d'origine|wiadomość oryginalna"
)
_FORWARD_WORDS = (
    r"forwarded message|forwarded by|begin forwarded message|start of forwarded message|"
    r"пересылаемое сообщение|пересланное сообщение|пересылаемое письмо|пересланное письмо|"
    r"перенаправленное сообщение|переадресованное сообщение|начало переадресованного сообщения|"
    r"начало пересылаемого сообщения|начало пересланного сообщения|"
    r"переслане повідомлення|пересланий лист|перенаправлене повідомлення|"
    r"початок листа, що пересилається|початок пересланого повідомлення|"
    r"початок переадресованого повідомлення|"
    r"továbbított üzenet|továbbított levél|továbbított üzenet kezdete|"
    r"az átirányított üzenet kezdete|轉寄的郵件|轉寄郵件|轉寄的訊息|轉寄信件|開始轉寄郵件|"
    r"已轉寄的訊息|轉發的郵件|转发的邮件|转发邮件|已转发的邮件|被转发的邮件|以下是轉寄的郵件|"
    r"下面是被转发的邮件|開始轉寄的訊息|weitergeleitete nachricht|message transféré|"
    r"treść przekazanej wiadomości"
)
ORIGINAL = re.compile(
    rf"\s{{0,8}}[-–—_=*]{{2,40}}\s{{0,4}}(?:{_ORIGINAL_WORDS})\b[^-–—]{{0,40}}[-–—_=*]{{0,40}}\s*\Z",
    re.IGNORECASE,
)
# With dashes around (Gmail, Thunderbird, Yandex) or as a sentence with a colon (Apple Mail).
FORWARD = re.compile(
    rf"\s{{0,8}}(?:[-–—_=*]{{2,40}}\s{{0,4}}(?:{_FORWARD_WORDS})(?!\w)[^-–—\n]{{0,80}}"
    rf"[-–—_=*]{{0,40}}|(?:{_FORWARD_WORDS})\s{{0,2}}[:：])\s*\Z",
    re.IGNORECASE,
)
FORWARD_SUBJECT = re.compile(
    r"\s{0,4}(?:\[[^\[\]]{0,40}\]\s{0,2})?(?:fwd?|wg|vl|tr|пересл|пер|továbbítás|továbbítva|tov|"
    r"轉寄|轉發|转发)\.?\s{0,2}[:：]",
    re.IGNORECASE,
)
RULE = re.compile(r"\s*[-_=–—]{8,}\s*\Z")

_FROM = r"from|от кого|от|від кого|від|feladó|küldő|寄件者|寄件人|发件人|發件人|von|de|od"
_OTHER = (
    r"sent|date|to|cc|bcc|subject|reply-to|importance|attachments|"
    r"отправлено|отправленo|дата|кому|копия|тема|важность|вложения|"
    r"надіслано|відправлено|копія|важливість|вкладення|"
    r"küldve|elküldve|dátum|címzett|másolat|másolatot kap|tárgy|fontosság|mellékletek|"
    r"傳送時間|寄件日期|寄信日期|日期|時間|时间|收件者|收件人|副本|主旨|主題|主题|发送时间|抄送|附件|"
    r"gesendet|datum|an|kopie|betreff|envoyé|à|objet|wysłano|do|dw|temat|data"
)
_LABEL_FORM = (
    r"\s{{0,8}}[*_]{{0,2}}(?:{words})\s{{0,3}}[*_]{{0,2}}\s{{0,2}}[:：]\s{{0,8}}[*_]{{0,2}}"
)
FROM_LABEL = re.compile(_LABEL_FORM.format(words=_FROM) + r"\s{0,8}(?P<value>.*)", re.IGNORECASE)
OTHER_LABEL = re.compile(_LABEL_FORM.format(words=_OTHER), re.IGNORECASE)

# Programs' own words under a text written on a phone.
MOBILE = re.compile(
    r"\s{0,8}(?:(?:sent|get|envoyé|gesendet|von meinem|отправлено|надіслано|послано|відправлено)\b"
    r".{0,40}\b(?:iphone|ipad|android|samsung|galaxy|huawei|xiaomi|redmi|outlook|yahoo|proton|"
    r"mail\.ru|яндекс|yandex|mobile|моб)|(?:iphone|ipad|android)\S{0,12} küldve|"
    r"从我的.{0,12}发送|從我的.{0,12}(?:傳送|寄出)|傳送自|发自我的|寄自我的).{0,60}\Z",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"\s{0,8}(?:(?:with )?(?:best|kind|warm|many)?\s?regards|best wishes|sincerely|yours|cheers|"
    r"thanks and regards|thank you and regards|br,|с уважением|с наилучшими|с благодарностью|"
    r"всего доброго|всего наилучшего|з повагою|з найкращими|із повагою|щиро|з вдячністю|"
    r"üdvözlettel|üdv|tisztelettel|köszönettel|barátsággal|szép napot|mit freundlichen|"
    r"此致|敬上|敬啟|順頌|顺颂|祝商祺|謹啟|祝好|祝您)(?!\w)",
    re.IGNORECASE,
)
# Chinese signatures close without a space after the words.
CLOSING_CJK = re.compile(r"\s{0,8}(?:此致|敬上|敬啟|順頌|顺颂|謹啟|祝好|祝您|敬祝)")

AUTO_SUBJECT = re.compile(
    r"\s{0,4}(?:auto(?:matic)?[ -]?(?:reply|response|answer)|autoreply|out of (?:the )?office|"
    r"away from (?:the )?office|on vacation|автоответ|автоматический ответ|вне офиса|в отпуске|"
    r"автоматична відповідь|автовідповідь|поза офісом|у відпустці|automatikus válasz|"
    r"házon kívül|szabadságon|nem vagyok az irodában|自動回覆|自動回應|自动回复|自動答覆|"
    r"automatische antwort|abwesenheit|réponse automatique|automatyczna odpowiedź)",
    re.IGNORECASE,
)
BOUNCE_SUBJECT = re.compile(
    r"\s{0,4}(?:undeliver(?:able|ed)|delivery (?:status notification|failure|has failed)|"
    r"mail delivery (?:failed|subsystem)|returned mail|failure notice|"
    r"недоставлен|не доставлен|не удалось доставить|не вдалося доставити|"
    r"kézbesíthetetlen|無法傳遞|无法投递|退信|unzustellbar)",
    re.IGNORECASE,
)
