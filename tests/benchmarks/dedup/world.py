# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who there is: people, households, companies with their branches and staff."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from dedup import addresses, firms, mails, names, phones, tax
from dedup.addresses import Address
from dedup.language import Language, Zipf
from dedup.words_en import AMERICAN, BRITISH
from dedup.words_hu import HUNGARIAN
from dedup.words_ru import RUSSIAN
from dedup.words_uk import UKRAINIAN
from dedup.words_zh import CHINESE

LANGUAGES = (RUSSIAN, UKRAINIAN, HUNGARIAN, BRITISH, AMERICAN, CHINESE)
_SHARES = (0.28, 0.50, 0.72, 0.83, 0.92, 1.0)


@dataclass(slots=True)
class Entity:
    """One person or company. The first phone and address are those it mostly gives."""

    language: Language
    address: Address
    phones: list[phones.Phone]
    mails: list[str]
    called: firms.Called | names.Name
    domain: str = ""
    vat: str = ""
    employer: "Entity | None" = None
    # A branch's town in its name; the number of its tax office is mostly left out.
    suffix: str = ""
    # It has branches or is one: its cards name their town, that is how they are told apart.
    several: bool = False
    sole: bool = False

    @property
    def is_firm(self) -> bool:
        return isinstance(self.called, firms.Called)


@dataclass(slots=True)
class World:
    """All entities, and who stands near whom: lists of places in `entities`."""

    rng: Random
    entities: list[Entity] = field(default_factory=list)
    households: list[list[int]] = field(default_factory=list)
    staffs: list[list[int]] = field(default_factory=list)
    chains: list[list[int]] = field(default_factory=list)
    taken: mails.Mails = field(default_factory=mails.Mails)
    _towns: dict[str, Zipf] = field(default_factory=dict)
    _people: dict[str, list[names.Name]] = field(default_factory=dict)

    def fill(self, count: int) -> None:
        """Make so many entities. The odds are per call; each makes as many as it wants."""
        kinds: tuple[tuple[float, Callable[[], None]], ...] = (
            (0.350, self._firm),
            (0.365, self._sole_trader),
            (0.400, self._household),
            (0.435, self._namesake),
            (1.0, self._single),
        )
        while len(self.entities) < count:
            roll = self.rng.random()
            next(make for odds, make in kinds if roll < odds)()
        del self.entities[count:]
        for group in (self.households, self.staffs, self.chains):
            group[:] = [kept for one in group if len(kept := [at for at in one if at < count]) > 1]

    def _language(self) -> Language:
        roll = self.rng.random()
        return next(one for one, share in zip(LANGUAGES, _SHARES, strict=True) if roll < share)

    def _address(
        self, language: Language, *, flat: bool, not_in: set[str] | None = None
    ) -> Address:
        draw = self._towns.get(language.country)
        if draw is None:
            towns = [str(number) for number in range(len(language.places))]
            draw = self._towns[language.country] = Zipf(towns, 0.8)
        place = language.places[int(draw.draw(self.rng))]
        while not_in and place.name in not_in:
            place = language.places[int(draw.draw(self.rng))]
        return addresses.make(language, place, flat, self.rng)

    def _add(self, entity: Entity) -> int:
        self.entities.append(entity)
        return len(self.entities) - 1

    def _person(self, language: Language, name: names.Name, address: Address) -> Entity:
        """Somebody with a number and an address of his own, and another of each."""
        rng, country = self.rng, language.country
        own = [phones.mobile(country, address.place, rng)]
        make = phones.mobile if rng.random() < 0.6 else phones.landline
        own.append(make(country, address.place, rng))
        letters = [self.taken.private(name, language, rng) for _ in range(2)]
        self._people.setdefault(language.country, []).append(name)
        return Entity(language, address, own, letters, name)

    def _single(self) -> None:
        language = self._language()
        name = names.make(language, self.rng)
        self._add(self._person(language, name, self._address(language, flat=True)))

    def _namesake(self) -> None:
        """Somebody called like another, in every third case in the same town by intent."""
        language = self._language()
        known = self._people.get(language.country)
        if not known:
            return self._single()
        name = self.rng.choice(known)
        if language.patronymics and self.rng.random() < 0.8:
            name = names.make(language, self.rng)._replace(
                given=name.given, surname=name.surname, female=name.female
            )
        self._add(self._person(language, name, self._address(language, flat=True)))
        return None

    def _sole_trader(self) -> None:
        language = self._language()
        name = names.make(language, self.rng)
        person = self._person(language, name, self._address(language, flat=True))
        if language.sole:
            person.sole = True
            person.vat = tax.person_number(language.country, self.rng)
        self._add(person)

    def _household(self) -> None:
        """Two to four people behind one door, mostly with one telephone."""
        rng, language = self.rng, self._language()
        address = self._address(language, flat=True)
        surname = language.surnames.draw(rng)
        shared = phones.mobile(language.country, address.place, rng)
        letter = ""
        members: list[int] = []
        beginnings: set[str] = set()
        for _ in range(rng.choice((2, 2, 2, 3, 3, 4))):
            name = names.make(language, rng, surname)
            # Nobody calls two children alike, nor so that their short forms are the same.
            alike = {form[:2] for form in (name.given, *language.short.get(name.given, ()))}
            if alike & beginnings:
                continue
            beginnings |= alike
            member = self._person(language, name, address)
            letter = letter or member.mails[0]
            if rng.random() < 0.55:
                member.phones = [shared, member.phones[0]]
            if rng.random() < 0.1:
                member.mails = [letter, member.mails[0]]
            members.append(self._add(member))
        self.households.append(members)

    def _firm(self) -> None:
        """A company; two in five have staff among the cards, some of those have branches."""
        rng, language = self.rng, self._language()
        head = self._company(language, self._address(language, flat=False), None)
        at = self._add(head)
        if rng.random() > 0.42:
            return
        if rng.random() < 0.28:
            self._branches(head, at)
        staff: list[int] = []
        known: set[tuple[str, str]] = set()
        for _ in range(1 + int(5 * rng.random() ** 2)):
            name = names.make(language, rng)
            sign = (name.surname[:3], name.given[:2])
            if sign not in known:
                known.add(sign)
                staff.append(self._add(self._employee(language, name, head)))
        self.staffs.append(staff)

    def _company(self, language: Language, address: Address, head: Entity | None) -> Entity:
        rng, place = self.rng, address.place
        numbers = [
            phones.landline(language.country, place, rng),
            phones.mobile(language.country, place, rng),
        ]
        if head:
            called, domain, vat = head.called, head.domain, head.vat
        else:
            called = firms.make(language, place.name, rng)
            assert isinstance(called, firms.Called)
            core = firms.domain(called, language, rng)
            domain = self.taken.site(core, firms.ending(language, rng))
            vat = tax.number(language.country, rng)
        role = mails.ROLES[int(len(mails.ROLES) * rng.random() ** 2)]
        letters = [self.taken.free(one, domain) for one in (role, rng.choice(mails.ROLES))]
        if not head and rng.random() < 0.15:
            letters[0] = self.taken.free(domain.partition(".")[0], language.mailers.draw(rng))
        return Entity(language, address, numbers, letters, called, domain, vat)

    def _branches(self, head: Entity, at: int) -> None:
        """The same company in other towns: one name, one site, often one central telephone."""
        rng, language = self.rng, head.language
        head.several = True
        chain = [at]
        towns = {head.address.place.name}
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            address = self._address(language, flat=False, not_in=towns)
            towns.add(address.place.name)
            branch = self._company(language, address, head)
            branch.several = True
            if rng.random() < 0.1:
                branch.phones = [head.phones[0], branch.phones[0]]
            if rng.random() < 0.12:
                branch.mails[0] = head.mails[0]
            if rng.random() < 0.5:
                branch.suffix = f"{rng.choice(language.branch_words)} {address.place.name}"
            if rng.random() < 0.8:
                branch.vat = ""
            chain.append(self._add(branch))
        self.chains.append(chain)

    def _employee(self, language: Language, name: names.Name, firm: Entity) -> Entity:
        """Somebody on the company's switchboard or mailbox, or with contacts of his own."""
        rng = self.rng
        home = addresses.make(language, firm.address.place, flat=True, rng=rng)
        person = self._person(language, name, firm.address if rng.random() < 0.35 else home)
        person.employer = firm
        if rng.random() < 0.10:
            extension = str(rng.randrange(100, 999)) if rng.random() < 0.6 else ""
            person.phones = [firm.phones[0]._replace(extension=extension), person.phones[0]]
        roll = rng.random()
        if roll < 0.04:
            person.mails = [firm.mails[0], person.mails[0]]
        elif roll < 0.8:
            work = self.taken.at_work(name, language, firm.domain, rng)
            person.mails = [work, person.mails[0]]
        return person
