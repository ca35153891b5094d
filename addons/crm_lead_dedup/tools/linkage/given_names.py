# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Given names: forms of one name in several languages, short and tender forms."""

from ..names import fold_word

# The first word stands for all of its line.
_GROUPS = """
александр олександр саша сашко саня шура alexander alex
александра олександра
дмитрий дмитро дима митя дмитрик dmitry
мария марія маша маруся марийка маричка
анна ганна аня нюра ганнуся
елена олена лена алена оленка helen
ekaterina екатерина катерина катя kate
наталья наталія наталия наташа ната
татьяна тетяна таня
ольга оля olga
ирина ірина ира іра irene
иван іван ваня ivan
николай микола коля
михаил михайло миша mike michael mihály misi
петр петро петя peter péter peti
павел павло паша paul pál pali
владимир володимир вова володя vladimir
сергей сергій серёжа сергійко
андрей андрій андрюша andrew andrás andris
алексей олексій алёша лёша
юрий юрій юра
евгений євген женя eugene jenő
erzsébet bözsi erzsi elizabeth liz betty елизавета лиза
istván pista pisti stephen steve
józsef józsi joseph joe
william bill will willy billy vilmos
robert bob bobby rob róbert robi
richard dick rick
katalin kati kata
ferenc feri francis frank
lászló laci
zoltán zoli
gábor gabi
margaret peggy maggie margit
""".strip()
CANONICAL: dict[str, str] = {}
for _line in _GROUPS.split("\n"):
    _first, *_others = map(fold_word, _line.split())
    for _word in _others:
        CANONICAL.setdefault(_word, _first)
