# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whose figure it is: the levels of subjects, and the columns that name a subject."""

# The columns of a subject, in the order in which a subject is a tuple of ids (0 = not known).
SUBJECTS = {
    "company": (),
    "team": ("team_id",),
    "person": ("user_id",),
    "team_person": ("team_id", "user_id"),
    "product": ("product_id",),
    "source": ("source_id",),
    "group": ("group_id",),
    "reason": ("reason_id",),
}
LEVELS = [
    ("company", "Company"),
    ("team", "Team"),
    ("person", "Person"),
    ("team_person", "Person in a Team"),
    ("product", "Product"),
    ("source", "Source"),
    ("group", "Client Group"),
    ("reason", "Lost Reason"),
]
# The columns in which any subject is told.
SUBJECT_FIELDS = ("team_id", "user_id", "product_id", "source_id", "group_id", "reason_id")
# The path of a measure that leads to each of them.
PATHS = {
    "team_id": "team_path",
    "user_id": "person_path",
    "product_id": "product_path",
    "source_id": "source_path",
    "group_id": "group_path",
    "reason_id": "reason_path",
}
KINDS = [
    ("day", "Day"),
    ("week", "Week"),
    ("month", "Month"),
    ("quarter", "Quarter"),
    ("year", "Year"),
]
