# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Given names: forms of one name in several languages, short and tender forms.

The first word of a group stands for all of it. A short form of several names stands for the name
that comes first. Уля is left out: folded it is Юля.
"""

from ..names import fold_word

_SLAVIC = """
александр олександр саша сашко сашка саня санёк шура шурик алекс олесь лесик aleksander;
александра олександра леся олександрина сандра; алексей олексій лёша лёха алёша льоша олекса
олексик oleksa; анатолий анатолій толя толик толян анатоль; андрей андрій андрюша андрюха андрійко
дрон; антон антін тоша антоша антоха антось; аркадий аркадій аркаша; арсений арсеній арсен сеня;
артём артем тёма артёмка артемко; богдан бодя богданчик данко бодька; борис боря борька борисик;
вадим вадік вадик вадимка; валентин валик; валерий валерій валера валерко; василий василь вася
васько василько васёк; виктор віктор витя вітя витёк вітько; виталий віталій виталик віталик;
владимир володимир вова володя вовка вован вовчик волод; владислав влад владик славко; вячеслав
в'ячеслав слава славик; геннадий геннадій гена генка; георгий георгій жора гоша георгик гога; глеб
гліб глебушка; григорий григорій гриша гриць гришко грицько; даниил данило данил даня данько
данилко; денис дениска дэн ден денисик; дмитрий дмитро дима митя дімa діма димка димон митько
митрик; евгений євген євгеній женя женька жека евген; егор єгор егорка; захар захарко захарик;
иван іван ваня ванька івась івасик іванко ванёк; игорь ігор игорёк ігорко гарик ігорьо; илья ілля
илюша ілько ілюша; кирилл кирило кирюша кирил кир; константин костянтин костя костик кость; лев
левко лёва; леонид леонід лёня льоня лёнчик; максим макс максимка максимко; марк марко маркуша;
михаил михайло миша міша мишко мишаня михась; никита микита никитка микитка; николай микола коля
миколка колян николаша; олег олежка олежик олежко; павел павло паша павлик пашка павлусь; пётр
петро петя петрик петрусь; роман рома ромка ромчик романко; ростислав ростик; руслан русик
русланчик; святослав свят святик; семён семен сёма; сергей сергій серёжа серёга сергійко серж
сірожа серый; станислав станіслав стас стасик; степан стёпа степанко стьопа; тарас тарасик
тарасько; тимофей тимофій тима тимоха тимко; тимур тимурик; фёдор федір федя федько; эдуард едуард
эдик едик; юрий юрій юра юрка юрко юрась юрик; яков яків яша; ярослав ярик ярко славунь ярчик;
остап остапко; назар назарко назарій назарчик; матвей матвій мотя матвійко; мирослав мирон мирко;
любомир любко; зиновий зіновій зенко; орест орестко; алла алка аллочка; алина аліна алинка аля;
анастасия анастасія настя настюша ася настуся; ангелина ангеліна геля лина; анна ганна аня анюта
анечка нюра ганнуся анька нюта; антонина антоніна тоня; валентина валя валюша; валерия валерія
лера валеріа; варвара варя; вера віра верочка вірочка; вероника вероніка ника ніка; виктория
вікторія вика віка викуся; галина галя галинка галочка; дарья дарія дар'я даша дашка даринка;
диана діана дианка; евгения євгенія; екатерина катерина катя катюша катруся катька катеринка;
елена олена лена алёна оленка леночка ленка оленочка; елизавета єлизавета лиза ліза; жанна
жанночка; зинаида зінаїда зина зіна; зоя зойка; инна інна инночка; ирина ірина ира іра иришка
ірочка ярина иринка; карина каріна карінка; кира кіра; кристина христина крістіна кристя христя;
ксения ксенія ксюша ксеня ксюха; лариса лара лариска; лидия лідія лида ліда; лилия лілія лиля
ліля; любовь любов люба любаша; людмила люда мила люся людмилка; маргарита рита марго; марина
маринка мариша; мария марія маша маруся марійка маричка машка манюня; надежда надія надя надюша;
наталья наталія наталка ната наташа таля натуся наталі; нина ніна нинка; оксана ксана оксанка
оксаночка; ольга оля олька олечка ольгуня; полина поліна поля полинка; раиса раїса рая; регина
регіна; роза розочка; светлана світлана света свєта світланка светик лана; снежана сніжана; софья
софія соня софийка софійка софа; тамара тома; татьяна тетяна таня танюша тетянка танька таточка;
ульяна уляна; юлия юлія юля юлечка юлька; яна янка яночка; ярослава яся; соломия соломія
солоха
"""
_HUNGARIAN = """
ádám ádi; ágnes ági ágika; alexandra szandra szandi alexa; andrás andris bandi andor; andrea andi;
anett anetta; aniko anikó ani; annamária annamari; antal tóni anti; attila ati; balázs balázska
balu; barbara barbi borka; barnabás barni; béla bélus; bence bencus; beatrix bea trixi; bernadett
detti; bertalan berci; boglárka bogi; brigitta brigi gitta; csaba csabi; csilla csilluci; dániel
dani dánielke; dávid dávidka; dénes dini; dezső dezsi; dominik domi; dóra dóri dorka; dorottya
dorina dotti; edit editke; emese emi; emil emilke; endre bandika; enikő eni; erika erikuci; ernő
ernőke; erzsébet bözsi erzsi zsóka örzse böske bözse erzsike; eszter eszti; éva évi évike; ferenc
feri ferkó ferike; flóra flóri; gábor gabi gábris gabika; gabriella gabica; gergely gergő geri;
gertrúd trudi; györgy gyuri gyurka; györgyi gyöngyi; gyula gyuszi gyulus; hajnalka hajni;
henrietta heni; ibolya ibi; ildikó ildi; ilona ica ili ilka ilus icu; imre imi imrus; irén irénke;
istván pista pisti isti istvánka; iván ivánka; jános jancsi jani janika; józsef józsi jóska jocó
józsika; judit jutka juci; júlia juli julcsi juliska; julianna julis; kálmán kálmi; károly karcsi
kari; katalin kati kata katica katinka; klára klári; kornél kori; krisztián krisz; krisztina
kriszti kriszta; kristóf kristófka; lajos lali lajcsi; lászló laci lacika lackó; levente levi;
lilla lilluska; magdolna magdi magda; márk márkus; mária mari marika mariska manci; márta márti;
máté mátéka; mátyás matyi; melinda meli; mihály misi miska; miklós miki; mónika móni; nándor
nándi; nikolett niki nikoletta; noémi noé; norbert norbi; nóra nóri; olivér oli; orsolya orsi;
ottó ottóka; pál pali palkó; péter peti petya; piroska piri; réka rékuci; renáta reni; rita ritus;
róbert robi; roland roli; rozália rozi; sándor sanyi sanyika; sarolta sári; sára sárika; szabolcs
szabi; szilárd szili; szilvia szilvi; tamás tomi; tibor tibi; tímea timi; tünde tündi; valéria
vali; veronika vercsi veri; viktória viki vica; vilmos vili; vince vincus; virág virágka; vivien
vivi; zita zitus; zoltán zoli zolika; zsolt zsolti; zsófia zsófi; zsuzsanna zsuzsa zsuzsi zsuzska
"""
_ENGLISH = """
abigail abby abbie gail; albert al bert bertie; alexander alex xander sandy alec; alfred alf;
amanda mandy; andrew andy drew; angela angie; anthony tony; arthur art artie; barbara barb babs;
benjamin ben benny benji; brian bryan; bradley brad; cameron cam; caroline carrie carolyn;
catherine cathy kate katie katherine kathy kathryn kathleen cath katy; charles charlie chuck chas;
charlotte lottie; christina chrissie tina kristina; christine chrissy; christopher chris topher
kit; cynthia cindy; daniel danny dan; david dave davy; deborah deb debbie debra; donald don
donnie; dorothy dot dottie dolly; douglas doug; edward ed eddie ted teddy ned; eleanor ellie nell;
elizabeth liz lizzie beth betty betsy eliza lisa libby bess; emily em; eugene gene; evelyn evie;
florence flo; frances fran frannie; francis frank frankie; frederick fred freddie freddy; gabriel
gabe; gerald gerry jerry; geoffrey geoff jeffrey jeff; gregory greg gregg; harold hal; henry hank
harry; howard howie; isabella bella izzy isabel; jacob jake; jacqueline jackie jacky; james jim
jimmy jamie; janet jan; jennifer jen jenny jenn; jessica jess jessie; john jack johnny jon;
jonathan jonny jonathon; joseph joe joey; joshua josh; judith judy; karen kaz; kenneth ken kenny;
kimberly kim kimberley; laura laurie; lawrence larry lawrie; leonard len lenny leo; lillian lily
lil; louis lou louie lewis; lucy lucille; margaret maggie meg peggy marge margie madge greta;
martin marty; mary molly polly mamie; matthew matt matty; megan meggie; melissa mel lissa; michael
mike mick mickey micky; michelle shelly; mildred millie; nancy nan; natalie nat; nathaniel nate;
nicholas nick nicky; oliver ollie; olivia liv livvy; pamela pam; patricia pat trish tricia patty
patsy trisha; patrick paddy; peter pete; philip phil phillip; rachel rach; raymond ray; rebecca
becky becca; richard dick rick ricky rich richie; robert bob bobby rob robbie; roger rodge; ronald
ron ronnie; rosemary rosie; ruth ruthie; samuel sam sammy; sandra sandie; sarah sally sadie sara;
sharon shaz; stephanie steph; stephen steve steven stevie; stuart stu stewart; susan sue susie
suzy suzie susanna; teresa terry tess theresa; terence terrance; theodore theo; thomas tom tommy;
timothy tim timmy; tobias toby; valerie val; victor vic; victoria vicky vicki tori vickie; vincent
vince vinny; virginia ginny; walter walt wally; wendy wen; william bill billy will willy liam
willie; zachary zach zack
"""
# One name in the languages of those who write to us.
_BRIDGES = """
александр alexander sándor; екатерина catherine katalin; елена helen ilona; елизавета elizabeth
erzsébet; иван iván; мария mary mária maria; михаил michael mihály; николай nicholas miklós
nikolai; пётр peter péter; павел paul pál; юрий george györgy; андрей andrew andrás; степан
stephen istván; иосиф joseph józsef йосип; виктор victor viktor; виктория victoria viktória;
евгений eugene jenő evgeny; наталья natalie natália natalia natalya; анна anna hanna ann anne
anya; софья sophia sofia zsófia sophie; дарья daria dária; вероника veronica veronika; даниил
daniel dániel danylo; юлия julia júlia; ирина irene irén; дмитрий dmitri dmitriy demeter; сергей
sergei sergiy szergej; григорий gregory gergely; кристина christina krisztina; антон anthony
antal; константин constantine konstantin; василий basil vasil; людмила ludmila liudmyla; татьяна
tatiana tetiana tatjana
"""


# Names without other forms here; known names are never misspellings of each other.
_OTHERS = """
айгуль альберт амир арина артур богдана болеслав булат владлен виолетта віолетта всеволод герман
глафира гульнара дарина дамир дина ева емельян есения злата захария ильдар инесса иннокентий
иосиф камилла клара клавдия лейла майя марат марьяна мар'яна милана милена мирон мирослава наиля
наум нелли ника олеся павлина пелагея платон прохор равиль радмила рамиль ринат родион руслана
рустам савелий серафима стефания таисия тереза федот филипп эдгар элина элла эльвира эльдар эмиль
эмма эрик юлиана ядвига ярина
ábel adél adrienn ákos alíz anna áron bálint bella blanka botond csongor dalma elek előd erik
etelka eugénia fanni fruzsina gellért géza gréta hanna hedvig hunor izabella jázmin kinga kincső
korina lea lili liliána linda luca lukács maja marcell médea mira natália nelli nimród olívia
panna patrik petra ramóna rebeka richárd rudolf simon soma szonja tivadar vanda viola zalán
zsigmond zsombor zente
adam alan alice amy anne aaron ava beverly blake brandon brenda bruce carl carol chloe claire colin
craig crystal cheryl diane dylan ella emma eric ethan evan gary george gloria grace graham hannah
harper hazel heather helen holly ian isla jane jasmine jean jason joan jordan joyce julie justin
kayla keith kelly kevin kyle lauren lisa logan lucas luke madison marilyn marie mark mason mia
mitchell noah oscar owen paul phoebe randy ralph roy russell ruby ryan scarlett scott sean shane
shirley sophie simon tara todd tracy travis trevor tyler wayne zoe
"""


def _table() -> dict[str, str]:
    """Fold all forms and lead them to one word."""
    table: dict[str, str] = {}
    for first, *others in (*_groups(_SLAVIC), *_groups(_HUNGARIAN), *_groups(_ENGLISH)):
        for word in (first, *others):
            table.setdefault(word, first)
    bridges: dict[str, str] = {}
    for first, *others in _groups(_BRIDGES):
        head = table.get(first, first)
        for word in others:
            bridges.setdefault(table.get(word, word), head)
            table.setdefault(word, head)
    for word in map(fold_given, _OTHERS.split()):
        table.setdefault(word, word)
    return {word: bridges.get(first, first) for word, first in table.items()}


def _groups(text: str) -> list[list[str]]:
    return [[fold_given(word) for word in group.split()] for group in text.split(";")]


def is_given(word: str) -> bool:
    """Tell whether a folded word is a given name, or a Hungarian wife's name made of one.

    >>> is_given(fold_given("jános")), is_given(fold_given("jánosné")), is_given("petrenko")
    (True, True, False)
    """
    return word in CANONICAL or (word.endswith("ne") and word[:-2] in CANONICAL)


def fold_given(word: str) -> str:
    """Fold a word of a person's name; ё and є are written in many ways.

    >>> fold_given("алёна"), fold_given("alyona"), fold_given("сергієнко"), fold_given("serhienko")
    ('alena', 'alena', 'sergenko', 'sergenko')
    """
    return fold_word(word).replace("io", "e").replace("ie", "e")


CANONICAL = _table()
