# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The zones of the regions of countries that have several, by the codes of ISO 3166-2.

Only regions whose people all have the same clock; of the others the phone may tell. The zones are
those of the IANA data base.

>>> REGIONS["US"]["CA"], REGIONS["RU"]["NVS"], REGIONS["ES"]["GC"]
('America/Los_Angeles', 'Asia/Novosibirsk', 'Atlantic/Canary')
>>> "TX" in REGIONS["US"]
False
"""

_ZONES = {
    "AU": {
        "Australia/Sydney": "ACT NSW",
        "Australia/Brisbane": "QLD",
        "Australia/Melbourne": "VIC",
        "Australia/Hobart": "TAS",
        "Australia/Adelaide": "SA",
        "Australia/Darwin": "NT",
        "Australia/Perth": "WA",
    },
    "BR": {
        "America/Sao_Paulo": "SP RJ MG ES PR SC RS DF GO",
        "America/Bahia": "BA",
        "America/Fortaleza": "CE MA PB PI RN",
        "America/Recife": "PE",
        "America/Maceio": "AL SE",
        "America/Belem": "PA AP",
        "America/Araguaina": "TO",
        "America/Cuiaba": "MT",
        "America/Campo_Grande": "MS",
        "America/Porto_Velho": "RO",
        "America/Boa_Vista": "RR",
        "America/Rio_Branco": "AC",
    },
    "CA": {
        "America/Halifax": "NS NB PE",
        "America/Winnipeg": "MB",
        "America/Edmonton": "AB",
        "America/Whitehorse": "YT",
    },
    "ES": {
        "Europe/Madrid": "C VI AB A AL O AV BA PM B BU CC CA S CS CE CR CO CU GI GR GU SS H HU J"
        " LO LE L LU M MA ME MU NA OR P PO SA SG SE SO T TE TO V VA BI ZA Z",
        "Atlantic/Canary": "GC TF",
    },
    "MX": {
        "America/Mexico_City": "AGU CAM COL CHP CMX DUR GRO GUA HID JAL MIC MOR MEX OAX PUE QUE"
        " SLP TAB TLA VER YUC ZAC",
        "America/Cancun": "ROO",
        "America/Tijuana": "BCN",
        "America/Hermosillo": "SON",
        "America/Mazatlan": "BCS SIN",
    },
    "PT": {
        "Europe/Lisbon": "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18",
        "Atlantic/Azores": "20",
        "Atlantic/Madeira": "30",
    },
    "RU": {
        "Europe/Kaliningrad": "KGD",
        "Europe/Moscow": "AD ARK BEL BRY CE CU DA IN IVA KB KL KLU KC KR KIR KO KOS KDA KRS LEN"
        " LIP ME MO MOS MOW MUR NIZ NGR ORL PNZ PSK ROS RYA SPE SE SMO STA TAM TA TUL TVE VLA"
        " VGG VLG VOR YAR",
        "Europe/Samara": "SAM UD",
        "Europe/Astrakhan": "AST",
        "Europe/Saratov": "SAR",
        "Europe/Ulyanovsk": "ULY",
        "Asia/Yekaterinburg": "BA CHE KHM KGN ORE PER SVE TYU YAN",
        "Asia/Omsk": "OMS",
        "Asia/Novosibirsk": "NVS",
        "Asia/Barnaul": "ALT AL",
        "Asia/Tomsk": "TOM",
        "Asia/Novokuznetsk": "KEM",
        "Asia/Krasnoyarsk": "KYA KK TY",
        "Asia/Irkutsk": "IRK BU",
        "Asia/Yakutsk": "AMU",
        "Asia/Vladivostok": "PRI KHA YEV",
        "Asia/Magadan": "MAG",
        "Asia/Kamchatka": "KAM",
        "Asia/Anadyr": "CHU",
    },
    "US": {
        "America/New_York": "CT DE DC GA ME MD MA NH NJ NY NC OH PA RI SC VT VA WV",
        "America/Chicago": "AL AR IL IA LA MN MS MO OK WI",
        "America/Denver": "CO MT NM UT WY",
        "America/Phoenix": "AZ",
        "America/Los_Angeles": "CA WA",
        "Pacific/Honolulu": "HI",
    },
}  # fmt: skip
REGIONS = {
    country: {code: zone for zone, codes in zones.items() for code in codes.split()}
    for country, zones in _ZONES.items()
}
