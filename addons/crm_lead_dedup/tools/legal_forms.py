# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Words that say nothing about who somebody is: legal forms, titles, stand-ins for a name.

All of it is case-folded and without full stops, as ``names`` compares it.
"""

# Spelled out, several words; taken away before the text is cut into words.
LONG_FORMS = (
    "общество с ограниченной ответственностью",
    "общество с дополнительной ответственностью",
    "публичное акционерное общество",
    "непубличное акционерное общество",
    "открытое акционерное общество",
    "закрытое акционерное общество",
    "акционерное общество",
    "индивидуальный предприниматель",
    "частный предприниматель",
    "физическое лицо предприниматель",
    "частное предприятие",
    "товариство з обмеженою відповідальністю",
    "товариство з додатковою відповідальністю",
    "приватне акціонерне товариство",
    "публічне акціонерне товариство",
    "акціонерне товариство",
    "фізична особа підприємець",
    "приватний підприємець",
    "приватне підприємство",
    "державне підприємство",
    "фермерське господарство",
    "korlátolt felelősségű társaság",
    "zártkörűen működő részvénytársaság",
    "nyilvánosan működő részvénytársaság",
    "részvénytársaság",
    "betéti társaság",
    "közkereseti társaság",
    "egyéni vállalkozó",
    "egyéni cég",
    "limited liability company",
    "limited liability partnership",
    "public limited company",
    "private limited company",
    "sole trader",
    "sole proprietor",
)
# Written without spaces, at the beginning or the end.
CJK_FORMS = (
    "股份有限公司", "有限責任公司", "有限责任公司", "無限公司", "有限公司", "公司",
    "有限合夥", "企業社", "工作室", "商行", "株式会社", "有限会社",
)  # fmt: skip
SHORT_FORMS = frozenset(
    # Russian, Ukrainian
    "ооо оао зао пао нао ао одо ип чп пбоюл фл тов тзов тдв фоп пп прат пат дп фг спд спдфо "
    # Hungarian
    "kft zrt nyrt rt bt kkt ev ec nonprofit "
    # English, German, French, Czech, Slovak, Polish, Romanian, Italian
    "llc ltd limited inc incorporated corp corporation plc llp lp pllc pty pte gmbh ag kg ohg ug "
    "mbh sarl sas sa srl spa sro spol spzoo zoo oy ab as aps bv nv doo ood eood "
    # The same in Latin letters
    "ooo oao zao pao tov fop too".split()
)
TITLES = frozenset(
    "mr mrs ms miss mx dr prof sir madam herr frau г-н г-жа господин госпожа гн гжа пан пані "
    "панові д-р проф ifj id özv úr asszony dr-né".split()
)
CJK_TITLES = ("先生", "小姐", "女士", "太太", "經理", "经理", "老師", "老师")
# What people and programs write where a name should stand.
STAND_INS = frozenset(
    "test тест teszt 測試 测试 client клиент клієнт kunde ügyfél customer visitor guest гость "
    "гість vendég anonymous anonim аноним анонім noname unknown неизвестно невідомо ismeretlen "
    "none null undefined nan na name имя ім'я név 姓名 名字 user пользователь користувач "
    "felhasználó lead лид заявка 客戶 客户 訪客 访客 匿名 asdf qwerty".split()
)
