# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Hungarian."""

from dedup.language import Language, Zipf, given, places, tail, words

_male, _short_male = given(
    "László:Laci István:Pisti,Isti József:Józsi,Jóska János:Jani Zoltán:Zoli Sándor:Sanyi "
    "Gábor:Gabi Ferenc:Feri Attila:Ati Péter:Peti Tamás:Tomi Zsolt:Zsolti Tibor:Tibi András:Andris "
    "Csaba:Csabi Imre:Imi Lajos:Lali György:Gyuri Balázs:Balu Gyula Mihály:Misi Károly:Karcsi "
    "Róbert:Robi Béla Dávid Dániel:Dani Ádám Krisztián:Krisz Miklós:Miki Norbert:Norbi Bence "
    "Máté Pál:Pali Szabolcs:Szabi Roland:Roli Richárd:Ricsi Márton:Marci Gergő:Geri Ákos Kálmán "
    "Jenő Géza Antal:Tóni Viktor Levente:Levi Áron Barnabás:Barni Dezső Ernő Ottó Kristóf "
    "Vilmos:Vili "
    "Gergely:Geri Patrik Milán Bertalan:Berci Endre:Bandi Zsombor Botond:Boti"
)
_female, _short_female = given(
    "Mária:Mari,Marika Erzsébet:Bözsi,Erzsi,Zsóka Katalin:Kati,Kata Ilona:Ica,Ilus Éva:Évi "
    "Anna:Panni "
    "Zsuzsanna:Zsuzsa,Zsuzsi Margit:Manci Judit:Jutka Ágnes:Ági Andrea:Andi Erika Julianna:Juli "
    "Krisztina:Kriszta,Kriszti Ildikó:Ildi Mónika:Móni Rozália:Rozi Eszter:Eszti Edit Piroska:Piri "
    "Tímea:Timi Anikó:Ani Szilvia:Szilvi Magdolna:Magdi Gabriella:Gabi Klára:Klári "
    "Veronika:Vera,Vercsi "
    "Viktória:Viki Nikolett:Niki Melinda:Meli Beáta:Bea Boglárka:Bogi Dóra:Dóri Réka Petra:Peti "
    "Vivien Alexandra:Szandra Orsolya:Orsi Enikő Noémi Tünde Hajnalka:Hajni Emese Kinga "
    "Bernadett:Detti "
    "Henrietta:Heni Rita Terézia:Teri Etelka:Etus Gizella:Gizi Borbála:Bori Fanni Lilla Luca Zita"
)
_known = (
    "Nagy Kovács Tóth Szabó Horváth Varga Kiss Molnár Németh Farkas Balogh Papp Lakatos Takács "
    "Juhász "
    "Mészáros Oláh Simon Rácz Fekete Szilágyi Török Fehér Balázs Gál Kis Szűcs Orsós Kocsis Fodor "
    "Pintér Szalai Sipos Magyar Lukács Gulyás Biró Katona Király Jakab László Boros Bogdán Balog "
    "Somogyi Fazekas Antal Kelemen Váradi Vass Hegedüs Fülöp Orosz Deák Novák Pál Bálint Vörös "
    "Szőke "
    "Barta Illés Lengyel Pásztor Bognár Budai Szekeres Csonka Hajdu Vincze Pap Bodnár Veres Kozma"
).split()
_stems = (
    "Almá Ará Bajcs Bán Bara Bárd Bereg Bihar Bod Bors Csák Csap Csép Cser Csorb Dalno Debrecen "
    "Demén Diósz Dob Dom Egr Ercs Erd Esz Farag Fertő Gálo Garam Göd Gönc Györ Gyul Hajós Halas "
    "Han "
    "Har Hatvan Hev Hol Hont Irsa Jász Jenő Kall Kanizsa Kap Kará Kassa Kecskemét Kemén Kend Keszt "
    "Komárom Kör Kun Lak Lesk Lip Lov Madar Mák Mar Mát Mező Misk Mohács Mon Nádas Nyír Ócs Ormán "
    "Ónod Pápa Pécs Pest Pilis Poz Rábai Rad Rép Rom Ság Sal Sárköz Seb Sik Sol Som Sop Szeg Szent "
    "Szer Szig Szol Szond Tab Tapol Tát Tem Tih Tisza Tok Tol Ug Uj Ung Vácz Vas Vásár Vég Ves "
    "Vét Zal Zemplén"
)
HUNGARIAN = Language(
    code="hu",
    country="HU",
    male=_male,
    female=_female,
    short=_short_male | _short_female,
    surnames=Zipf(_known + tail(_stems, "i ai ányi házi osi esi falvi hegyi laki szegi"), 0.68),
    places=places("""
        Budapest|Budapest|1|1
        Debrecen|Debrecen|52|40
        Szeged|Szeged|62|67
        Miskolc|Miskolc|46|35
        Pécs|Pecs|72|76
        Győr|Gyor|96|90
        Nyíregyháza|Nyiregyhaza|42|44
        Kecskemét|Kecskemet|76|60
        Székesfehérvár|Szekesfehervar|22|80
        Szombathely|Szombathely|94|97
        Érd|Erd|23|20
        Szolnok|Szolnok|56|50
        Tatabánya|Tatabanya|34|28
        Sopron|Sopron|99|94
        Kaposvár|Kaposvar|82|74
        Veszprém|Veszprem|88|82
        Békéscsaba|Bekescsaba|66|56
        Zalaegerszeg|Zalaegerszeg|92|89
        Eger|Eger|36|33
        Nagykanizsa|Nagykanizsa|93|88
        Hódmezővásárhely|Hodmezovasarhely|62|68
    """),
    streets=words(
        "Kossuth_Lajos Petőfi_Sándor Rákóczi_Ferenc Dózsa_György Ady_Endre Béke Szabadság Fő "
        "József_Attila Arany_János Jókai_Mór Széchenyi_István Bartók_Béla Táncsics_Mihály "
        "Deák_Ferenc "
        "Vörösmarty_Mihály Bem_József Zrínyi_Miklós Mátyás_király Móricz_Zsigmond Damjanich_János "
        "Batthyány_Lajos Kölcsey_Ferenc Mikszáth_Kálmán Hunyadi_János Árpád Szent_István Iskola "
        "Temető Kertész Rózsa Akácfa Tölgyfa Nyár Hársfa Diófa Erdő Liget Tavasz Bajza Garay Váci "
        "Lehel Fehérvári Kinizsi Toldi Budai Honvéd Malom Vasút Templom Csokonai Gárdonyi_Géza"
    ),
    mailers=words("gmail.com freemail.hu citromail.hu t-online.hu hotmail.com outlook.hu", 0.9),
    firm_words=(
        words(
            "Duna Tisza Balaton Pannon Alföld Mátra Bakony Dráva Zala Hungária Euro Agro Metál "
            "Techno "
            "Inno Öko Geo Bio Medi Auto Trans Print Bau Prémium Kék Zöld Arany Ezüst Fehér Piros "
            "Royal Szuper Mester Napfény Hold Csillag Gólya Sas Tölgy Gyémánt Kristály Vitál Provi"
        ),
        words(
            "Bau Ker Trade Invest Szerviz Team Projekt Tech Med Pharm Plast Food Print Soft Glass "
            "Fém Fa Kert Gép Car Wood Design Power Energia Logisztika Consult Med Dental Optika"
        ),
        words(
            "Kereskedelmi Szolgáltató Ipari Építő Tanácsadó Szállítmányozási Mérnöki Informatikai "
            "Gyártó Oktatási Ingatlan Pénzügyi Logisztikai Vendéglátó Műszaki Nyomdaipari "
            "Mezőgazdasági"
        ),
    ),
    firm_glue=" ",
    forms=[
        ("Kft.", "Korlátolt Felelősségű Társaság", False),
        ("Kft.", "Korlátolt Felelősségű Társaság", False),
        ("Kft.", "Korlátolt Felelősségű Társaság", False),
        ("Bt.", "Betéti Társaság", False),
        ("Zrt.", "Zártkörűen Működő Részvénytársaság", False),
        ("Nyrt.", "Nyilvánosan Működő Részvénytársaság", False),
    ],
    branch_words=["telephely", "fióktelep", "kirendeltség"],
    sole=("ev.", "egyéni vállalkozó"),
    family_first=0.85,
)
