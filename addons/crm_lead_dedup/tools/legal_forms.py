# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Words that say nothing about who somebody is: legal forms, titles, stand-ins for a name.

All of it is case-folded and without full stops, as ``names`` compares it.
"""

# Spelled out, several words; taken away before single words are looked at.
LONG_FORMS = tuple(
    form.strip()
    for form in (
        # Russia, Belarus, Kazakhstan
        "общество с ограниченной ответственностью; общество с дополнительной ответственностью; "
        "публичное акционерное общество; непубличное акционерное общество; "
        "открытое акционерное общество; закрытое акционерное общество; акционерное общество; "
        "индивидуальный предприниматель; частный предприниматель; "
        "физическое лицо предприниматель; частное предприятие; унитарное предприятие; "
        "частное торговое унитарное предприятие; товарищество с ограниченной ответственностью; "
        "жауапкершілігі шектеулі серіктестігі; крестьянское фермерское хозяйство; "
        "производственный кооператив; некоммерческая организация; "
        # Ukraine
        "товариство з обмеженою відповідальністю; товариство з додатковою відповідальністю; "
        "приватне акціонерне товариство; публічне акціонерне товариство; "
        "акціонерне товариство; фізична особа підприємець; приватний підприємець; "
        "приватне підприємство; державне підприємство; фермерське господарство; "
        "мале приватне підприємство; виробничий кооператив; комунальне підприємство; "
        # Hungary
        "korlátolt felelősségű társaság; zártkörűen működő részvénytársaság; "
        "nyilvánosan működő részvénytársaság; részvénytársaság; betéti társaság; "
        "közkereseti társaság; egyéni vállalkozó; egyéni cég; egyéni vállalkozás; "
        # English-speaking countries, India, Singapore, Hong Kong
        "limited liability company; limited liability partnership; limited partnership; "
        "public limited company; private limited company; company limited; co limited; "
        "private limited; pvt ltd; pty ltd; pty limited; pte ltd; sdn bhd; sole trader; "
        "sole proprietor; community interest company; professional corporation; "
        "designated activity company; unlimited company; "
        # Germany, Austria, Switzerland
        "gesellschaft mit beschränkter haftung; aktiengesellschaft; kommanditgesellschaft; "
        "offene handelsgesellschaft; gesellschaft bürgerlichen rechts; eingetragener kaufmann; "
        "eingetragene genossenschaft; unternehmergesellschaft haftungsbeschränkt; "
        "unternehmergesellschaft; eingetragenes unternehmen; gmbh & co kg; gmbh co kg; "
        "e k; e u; e g; e v; "
        # France, Belgium, Luxembourg, Netherlands
        "société à responsabilité limitée; société anonyme; société par actions simplifiée; "
        "société par actions simplifiée unipersonnelle; société en nom collectif; "
        "entreprise unipersonnelle à responsabilité limitée; société civile immobilière; "
        "entreprise individuelle; société coopérative; besloten vennootschap; "
        "naamloze vennootschap; vennootschap onder firma; commanditaire vennootschap; "
        "besloten vennootschap met beperkte aansprakelijkheid; "
        # Italy, Spain, Portugal, Latin America
        "società a responsabilità limitata; società per azioni; società in accomandita semplice; "
        "società in nome collettivo; ditta individuale; sociedad de responsabilidad limitada; "
        "sociedad limitada; sociedad anónima; sociedad anónima de capital variable; "
        "sociedad por acciones simplificada; sa de cv; s de rl de cv; sociedade por quotas; "
        "sociedade anónima; sociedade anônima; sociedade limitada; unipessoal lda; "
        "empresa individual de responsabilidade limitada; limitada; "
        # Poland, Czechia, Slovakia
        "spółka z ograniczoną odpowiedzialnością; spółka akcyjna; spółka jawna; "
        "spółka komandytowa; spółka cywilna; sp z oo; sp z o o; sp j; sp k; "
        "jednoosobowa działalność gospodarcza; společnost s ručením omezeným; "
        "spoločnosť s ručením obmedzeným; akciová společnost; akciová spoločnosť; "
        "veřejná obchodní společnost; spol s r o; spol s ro; s r o; a s; v o s; k s; "
        # Romania, Moldova, Bulgaria, Croatia, Slovenia, Serbia
        "societate cu răspundere limitată; societate pe acțiuni; societate pe acţiuni; "
        "persoană fizică autorizată; întreprindere individuală; "
        "дружество с ограничена отговорност; еднолично дружество с ограничена отговорност; "
        "акционерно дружество; едноличен търговец; društvo s ograničenom odgovornošću; "
        "dioničko društvo; družba z omejeno odgovornostjo; delniška družba; "
        "samostojni podjetnik; društvo sa ograničenom odgovornošću; "
        "друштво са ограниченом одговорношћу; akcionarsko društvo; d o o; d d; "
        # Nordic and Baltic countries
        "aktiebolag; aksjeselskap; aktieselskab; anpartsselskab; osakeyhtiö; handelsbolag; "
        "enkeltpersonforetak; osaühing; aktsiaselts; sabiedrība ar ierobežotu atbildību; "
        "akciju sabiedrība; uždaroji akcinė bendrovė; akcinė bendrovė; mažoji bendrija; "
        "individuali įmonė; "
        # Greece, Turkey, Georgia, Armenia, Azerbaijan
        "εταιρεία περιορισμένης ευθύνης; ανώνυμη εταιρεία; ιδιωτική κεφαλαιουχική εταιρεία; "
        "limited şirketi; anonim şirketi; ltd şti; "
        "შეზღუდული პასუხისმგებლობის საზოგადოება; სააქციო საზოგადოება; "
        "սահմանափակ պատասխանատվությամբ ընկերություն; məhdud məsuliyyətli cəmiyyəti; "
        "məhdud məsuliyyətli cəmiyyət; "
        # Asia
        "kabushiki kaisha; yugen kaisha; godo kaisha; perseroan terbatas; "
        "công ty trách nhiệm hữu hạn; công ty tnhh; công ty cổ phần; sendirian berhad"
    ).split(";")
)
# Written without spaces, at the beginning or the end.
CJK_FORMS = (
    "股份有限公司", "有限責任公司", "有限责任公司", "股份公司", "無限公司", "集團有限公司",
    "集团有限公司", "有限公司", "總公司", "总公司", "集團", "集团", "公司", "有限合夥", "有限合伙",
    "個人獨資企業",
    "个人独资企业", "個體工商戶", "个体工商户", "企業社", "企业社", "工作室", "商行", "株式会社",
    "有限会社", "合同会社", "合資会社", "주식회사", "유한회사", "㈜", "㈱",
)  # fmt: skip
SHORT_FORMS = frozenset(
    # Russian, Ukrainian, Belarusian, Kazakh
    "ооо оао зао пао нао ао одо ип чп пбоюл фл тов тзов тдв фоп пп прат пат дп фг спд спдфо "
    "ат кп вк кфх гуп муп уп чуп чтуп тоо жшс мпп спдфл тоов "
    # Hungarian
    "kft zrt nyrt rt bt kkt ev ec nonprofit "
    # English, German, French, Czech, Slovak, Polish, Romanian, Italian
    "llc ltd limited inc incorporated corp corporation plc llp lp pllc pty pte gmbh ag kg ohg ug "
    "mbh sarl sas sa srl spa sro spol spzoo zoo oy ab as aps bv nv doo ood eood "
    "gbr kgaa ek eg eu ges gesmbh eurl sasu snc sci scrl sprl cv vof "
    "sl slu scp ltda lda eireli sapi srls scarl "
    "spk spj vos ooo pfa ifn "
    # Bulgarian, Croatian, Serbian, Greek, Turkish
    "оод еоод ад еад ет дзд доо jdoo ad епе εε οε αε επε ικε aş şti aš "
    # Nordic, Baltic
    "oyj ky tmi asa ivs ks oü ou sia uab "
    # Asia, Caucasus, Latin America
    "kk gk pt tbk bhd sdn pvt pjsc jsc ojsc cjsc pao mmc სს შპს ინდ սպը փբը tnhh jsb "
    # The same in Latin letters
    "ooo oao zao pao nao tov tzov fop pp prat pat too chp".split()
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


def _by_first_word() -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for form in sorted(LONG_FORMS, key=len, reverse=True):
        words = tuple(form.split())
        found.setdefault(words[0], []).append(words)
    return found


_FORMS = _by_first_word()


def without_long_forms(words: list[str]) -> list[str]:
    """Take the legal forms that are spelled out away from the words of a name.

    >>> without_long_forms("общество с ограниченной ответственностью ромашка".split())
    ['ромашка']
    >>> without_long_forms("acme korlátolt felelősségű társaság".split())
    ['acme']
    """
    kept: list[str] = []
    place = 0
    while place < len(words):
        size = 0
        for form in _FORMS.get(words[place], ()):
            if tuple(words[place : place + len(form)]) == form:
                size = len(form)
                break
        if not size:
            kept.append(words[place])
        place += size or 1
    return kept
