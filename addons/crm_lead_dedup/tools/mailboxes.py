# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Names of mailboxes that belong to a post or a department, not to a person."""

# Anywhere as the first or last word: sales.kyiv@, kyiv-sales@.
ROLE_WORDS = frozenset(
    "info information sales sale support helpdesk service services office admin administrator "
    "webmaster hostmaster postmaster abuse billing invoice invoices accounting accounts account "
    "finance marketing reception secretary contact contacts orders order purchase purchasing "
    "procurement logistics shop store noreply donotreply mailer newsletter press recruitment "
    "career careers jobs hr legal privacy security export import feedback enquiry enquiries "
    "inquiry customercare customerservice booking reservation reservations dispatch warehouse "
    "tender tenders "
    # Russian and Ukrainian in Latin letters
    "zakaz zakazy zakupki zakup zakupivli snab snabzhenie prodazhi prodaji prodazh otdel "
    "priemnaya pryimalnia ofis buh buhg buhgalter buhgalteria buhgalteriya bukhgalter "
    "bukhgalteria kadry sekretar direktor dyrektor sklad dostavka servis magazin zamovlennya "
    "zamovlennia tehpod rezume reklama kontakt opt "
    # Hungarian
    "iroda titkarsag ertekesites ugyfelszolgalat penzugy konyveles szamla szamlazas rendeles "
    "megrendeles beszerzes logisztika raktar kapcsolat allas szerviz webshop ugyvezetes "
    # German
    "vertrieb verkauf einkauf buchhaltung kontakt service kundendienst rechnung bestellung".split()
)
# Only as the whole name, for they are also parts of people's addresses.
ROLE_NAMES = frozenset(
    "mail email post hello hi team all inbox box home main general company firma ceo cfo cto "
    "director manager it tech test root news pr web site online root user client partner "
    "partners hallo szia uzlet bolt recepcio kozpont welcome ask help job work no-reply "
    "do-not-reply".split()
)
