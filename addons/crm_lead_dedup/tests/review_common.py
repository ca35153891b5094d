# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .desk import DeskCommon

# What the screen asks for first.
ALL = {"state": "open", "order": "certain"}


class ReviewCommon(DeskCommon):
    """Clusters to review: two leads of Hanna, a lead and a customer who are Stepan."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clusters = cls.env["crm.dedup.cluster"]
        cls.hanna = cls._own_lead(
            name="Windows", contact_name="Ганна Бондар", phone="+380501112201", city="Львів"
        )
        cls.anna = cls._own_lead(
            name="Doors", contact_name="Hanna Bondar", phone="050 111 22 01",
            email_from="hanna.bondar@x.example", city="Львів",
        )  # fmt: skip
        cls.stepan_lead = cls._own_lead(
            name="Roof", contact_name="Степан Рудий", phone="+380671935588"
        )
        cls.stepan = cls._create_partner(
            name="Stepan Rudyi", phone="067 193 55 88", email="stepan@rudyi.example"
        )
        cls.env["crm.dedup.engine"].scan()

    def _as(self, user):
        return self.clusters.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)

    def _cluster_of(self, card):
        return card.dedup_match_ids.cluster_id

    def _read(self, card, user=None):
        clusters = self._as(user or self.user_leader)
        return clusters.review_read(self._cluster_of(card).id)

    def _foreign_lead(self, **values):
        return self._create_lead(
            company_id=self.other_company.id, team_id=False, user_id=False, **values
        )

    @staticmethod
    def _row(values, name):
        return next(row for row in values["rows"] if row["id"] == name)

    @staticmethod
    def _key(card):
        return f"{card._name},{card.id}"

    def _merge(self, survivor, *others, **choices):
        """A decision to merge."""
        return {
            "merges": [
                {
                    "model": survivor._name,
                    "survivor": survivor.id,
                    "others": [other.id for other in others],
                    "choices": choices,
                }
            ],
            "links": [],
            "dismiss": [],
        }
