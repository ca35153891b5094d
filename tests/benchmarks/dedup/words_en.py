# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""English, in Great Britain and the United States."""

from dataclasses import replace

from dedup.language import Language, Zipf, given, places, tail, words

_male, _short_male = given(
    "James:Jim,Jimmy John:Jack,Johnny Robert:Bob,Rob Michael:Mike,Mick David:Dave "
    "William:Bill,Will "
    "Richard:Dick,Rick Thomas:Tom Christopher:Chris Charles:Charlie,Chuck Daniel:Dan,Danny "
    "Matthew:Matt Mark Paul Andrew:Andy,Drew Steven:Steve Kenneth:Ken George Joshua:Josh Kevin:Kev "
    "Brian Edward:Ed,Ted Timothy:Tim Jason:Jay Ronald:Ron Jeffrey:Jeff Ryan Jacob:Jake Gary "
    "Nicholas:Nick "
    "Eric Jonathan:Jon Stephen:Steve Larry Justin Scott Brandon Benjamin:Ben Samuel:Sam "
    "Gregory:Greg "
    "Alexander:Alex Patrick:Pat,Paddy Frank Raymond:Ray Oliver:Ollie Harry Peter:Pete Henry:Hank "
    "Douglas:Doug Nathan:Nate Zachary:Zach Walter:Walt Arthur:Art Lawrence:Larry Philip:Phil "
    "Vincent:Vince Graham Stuart:Stu Nigel Simon Adrian Martin Trevor Leonard:Len Albert:Bert "
    "Harold:Hal"
)
_female, _short_female = given(
    "Mary:Molly,Polly Patricia:Pat,Trish Jennifer:Jen,Jenny Linda Elizabeth:Liz,Beth,Betty "
    "Barbara:Barb "
    "Susan:Sue Jessica:Jess Sarah:Sally Karen Lisa Nancy Sandra:Sandy Margaret:Maggie,Peggy Ashley "
    "Kimberly:Kim Emily:Em Donna Michelle:Shelly Carol Amanda:Mandy Melissa:Mel Deborah:Debbie "
    "Stephanie:Steph Rebecca:Becky Laura Helen Sharon Cynthia:Cindy Kathleen:Kathy,Kate Amy "
    "Angela:Angie "
    "Anna Ruth Brenda Pamela:Pam Nicole:Nicky Katherine:Kate,Kathy,Kit Virginia:Ginny "
    "Catherine:Cathy,Kate "
    "Christine:Chris,Tina Samantha:Sam Janet Carolyn Rachel:Rach Victoria:Vicky,Tori Heather Diane "
    "Julie Joyce Evelyn:Evie Joan Abigail:Abby Olivia:Liv Grace Denise Amber Charlotte:Lottie "
    "Sophie "
    "Eleanor:Ellie,Nell Frances:Fran Josephine:Jo Gillian:Gill Hazel Isabella:Bella Theresa:Terry"
)
_known = (
    "Smith Johnson Williams Brown Jones Davis Miller Wilson Moore Taylor Anderson Thomas Jackson "
    "White "
    "Harris Martin Thompson Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green "
    "Adams "
    "Baker Nelson Hall Campbell Mitchell Carter Roberts Phillips Evans Turner Parker Collins "
    "Edwards "
    "Stewart Morris Murphy Cook Rogers Morgan Cooper Peterson Reed Bailey Bell Kelly Howard Ward "
    "Cox "
    "Richardson Wood Watson Brooks Bennett Gray Hughes Price Myers Long Foster Ross Sanders Powell "
    "Sullivan Russell Jenkins Perry Butler Barnes Fisher Henderson Coleman Patterson Jordan "
    "Reynolds"
).split()
_stems = (
    "Ack Ald Ash Ather Bain Ban Bar Bas Beck Ben Birch Black Blake Bol Bos Bram Brad Brent Brook "
    "Bur "
    "Cald Cam Carl Chad Chat Chel Clay Clif Cob Cran Crom Cul Dal Dar Den Dray Dud Dun Eas Eck Ell "
    "Em Far Farn Fen Fel Gar Gil Glad Gold Gran Had Hal Ham Har Has Hat Haz Hen Hol Horn Hunt Ing "
    "Ken "
    "Kel King Kirk Lang Laugh Law Leigh Lin Lock Long Lyn Mar Mel Mid Mil Mor Nel New Nor Nut Oak "
    "Old "
    "Pat Pem Pick Pres Ray Red Rid Ring Roth Row Rush San Sax Shaf Shel Sher Sil Stan Stat Stock "
    "Stoke "
    "Sut Tal Tem Thorn Til Tren Under Wal War Wen West Wil Win Wood Wor Wyn Yar"
)
BRITISH = Language(
    code="en",
    country="GB",
    male=_male,
    female=_female,
    short=_short_male | _short_female,
    surnames=Zipf(_known + tail(_stems, "ton ley ford field worth man ham wood by well er"), 0.65),
    places=places("""
        London|London|20|EC
        Birmingham|Birmingham|121|B
        Manchester|Manchester|161|M
        Leeds|Leeds|113|LS
        Glasgow|Glasgow|141|G
        Liverpool|Liverpool|151|L
        Bristol|Bristol|117|BS
        Sheffield|Sheffield|114|S
        Edinburgh|Edinburgh|131|EH
        Leicester|Leicester|116|LE
        Nottingham|Nottingham|115|NG
        Reading|Reading|118|RG
        Plymouth|Plymouth|1752|PL
        Norwich|Norwich|1603|NR
        Oxford|Oxford|1865|OX
        York|York|1904|YO
        Brighton|Brighton|1273|BN
        Swansea|Swansea|1792|SA
    """),
    streets=words(
        "High Station Main Park Church Mill Green Victoria London Manor School North South Queens "
        "Kings "
        "Grange York Albert Springfield Windsor Highfield New West East Chester Stanley Richmond "
        "George "
        "Maple Oak Cedar Elm Washington Lake Hillside Walnut Sunset Lincoln Jackson Franklin River "
        "Chestnut Willow Meadow Forest Highland Ridge Spring Cherry Dogwood Hickory Jefferson "
        "Madison"
    ),
    mailers=words(
        "gmail.com hotmail.com yahoo.com outlook.com icloud.com aol.com btinternet.com", 0.9
    ),
    firm_words=(
        words(
            "Blue Red Silver Golden Northern Southern Royal Summit Pioneer Apex Bright Crown "
            "Stone River "
            "Oak Cedar Falcon Eagle Atlas Nova Prime Global United Central Harbour Anchor Bridge "
            "Castle "
            "Cross Delta Echo First Grand Horizon Iron Key Liberty Maple Noble Orchard Phoenix "
            "Quantum"
        ),
        words(
            "Ridge Field Gate Point Path Light Wave Peak View Bay Hill Line Works Ware Forge "
            "Craft Star "
            "Tree Leaf Brook Wood Valley Sky Rock Port Link Land House Edge Crest"
        ),
        words(
            "Trading Solutions Consulting Engineering Services Software Foods Logistics "
            "Construction "
            "Supplies Interiors Media Partners Systems Motors Electrical Plumbing Design Marketing "
            "Financial Properties Catering Printing Security Travel Textiles Packaging Dental Legal"
        ),
    ),
    firm_glue=" ",
    forms=[
        ("Ltd", "Limited", False),
        ("Ltd", "Limited", False),
        ("PLC", "Public Limited Company", False),
        ("LLP", "Limited Liability Partnership", False),
    ],
    branch_words=["branch", "office", "depot"],
)
AMERICAN = replace(
    BRITISH,
    country="US",
    places=places("""
        New York|New York|212|100
        Los Angeles|Los Angeles|213|900
        Chicago|Chicago|312|606
        Houston|Houston|713|770
        Phoenix|Phoenix|602|850
        Philadelphia|Philadelphia|215|191
        San Antonio|San Antonio|210|782
        San Diego|San Diego|619|921
        Dallas|Dallas|214|752
        Austin|Austin|512|787
        Seattle|Seattle|206|981
        Denver|Denver|303|802
        Boston|Boston|617|021
        Portland|Portland|503|972
        Atlanta|Atlanta|404|303
        Miami|Miami|305|331
        Springfield|Springfield|217|627
    """),
    forms=[
        ("LLC", "Limited Liability Company", False),
        ("Inc.", "Incorporated", False),
        ("Corp.", "Corporation", False),
        ("Co.", "Company", False),
    ],
)
