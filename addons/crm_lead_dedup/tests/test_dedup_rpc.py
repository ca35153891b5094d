# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .desk import DeskCommon

OURS = "odoo.addons.crm_lead_dedup"
# Of every model in Odoo, with rules of its own.
MIXINS = ("crm.dedup.merge.mixin", "crm.dedup.guarded.mixin")
OF_CORE = {"create", "write", "unlink", "init", "copy", "default_get"}
PHONE = "+380637284410"
# Of a row that somebody deleted.
GONE = 999_999_999
SECRETS = ("Secret roof", "Марта Ільницька", "marta@secret.example", "Hidden street")


@tagged("post_install", "-at_install")
class TestRpc(HttpCase, DeskCommon):
    """Every public method of the models of duplicates, called from outside by a salesperson.

    The cards are another team's: two leads of one person that were scanned and one that was
    merged into them, a file that a manager imports, rules and a proposal.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.user_sales_salesman
        cls.user.password = cls.user.login
        cls.mine = cls._own_lead(name="Mine", contact_name="Oleh", phone="+380501112233")
        cls.far, cls.twin, cls.gone = (cls._far_lead(number) for number in range(3))
        engine = cls.env["crm.dedup.engine"]
        cls.merge = engine.merge(cls.far, cls.gone)
        engine.scan()
        cls.match = cls.far.dedup_match_ids.filtered(lambda match: match.state == "candidate")
        cls.cluster = cls.match.cluster_id
        assert cls.cluster, "the far cards were found"
        cls.rows = cls._managers_rows()

    @classmethod
    def _far_lead(cls, number):
        return cls._create_lead(
            name=f"Secret roof {number}",
            contact_name="Марта Ільницька",
            phone=PHONE,
            email_from="marta@secret.example",
            street="Hidden street 7",
        )

    @classmethod
    def _managers_rows(cls):
        """``{model: a row of it}`` of what only managers make, and of the far cards' own."""
        env = cls.env(user=cls.user_sales_manager)
        started = env["crm.dedup.import"]._start(
            "Secret roof.csv", "crm.lead", ["name", "phone"], [[["Secret roof", PHONE]]], {}
        )
        proposal = cls.env["crm.dedup.proposal"].create({})
        return {
            "crm.lead": cls.far | cls.gone,
            "crm.dedup.cluster": cls.cluster,
            "crm.dedup.match": cls.match,
            "crm.dedup.merge": cls.merge,
            "crm.dedup.merge.conflict": cls._conflict(),
            "crm.dedup.job": env["crm.dedup.job"].browse(
                env["crm.dedup.job"].action_scan()["res_id"]
            ),
            "crm.dedup.import": started,
            "crm.dedup.import.row": started.row_ids,
            "crm.dedup.proposal": proposal,
            "crm.dedup.proposal.example": cls._example(proposal),
            "crm.dedup.employment": cls._employment(),
            "crm.dedup.rule": cls.env["crm.dedup.rule"].search([], limit=1),
            "crm.dedup.setting": cls.env["crm.dedup.setting"].search([], limit=1),
        }

    @classmethod
    def _conflict(cls):
        values = {"change_id": cls.merge.change_ids[:1].id, "table_name": "crm_lead"}
        return cls.env["crm.dedup.merge.conflict"].create(
            {"merge_id": cls.merge.id, "old": "Secret roof", **values}
        )

    @classmethod
    def _example(cls, proposal):
        values = {"match_id": cls.match.id, "tier_old": "review", "tier_new": "none"}
        return cls.env["crm.dedup.proposal.example"].create({"proposal_id": proposal.id, **values})

    @classmethod
    def _employment(cls):
        """Of two partners of another company."""
        company = cls.other_company.id
        person, employer = (
            cls._create_partner(name="Марта Ільницька", is_company=is_company, company_id=company)
            for is_company in (False, True)
        )
        return cls.env["crm.dedup.employment"].create(
            {"person_id": person.id, "employer_id": employer.id}
        )

    def _public(self):
        """``{(model, method)}`` of all that may be called from outside and is ours.

        What leads and customers have of the mixins is called on the far leads.
        """
        names = [name for name in self.env.registry if name.startswith("crm.dedup.")]
        return {
            ("crm.lead" if name in MIXINS else name, method)
            for name in names
            for method in self._methods(name)
        }

    def _methods(self, name):
        """Open methods of a model that we define, whatever else it inherits."""
        model = type(self.env[name])
        bases = [base for base in model.mro() if base.__module__.startswith(OURS)]
        return {method for base in bases for method in vars(base) if self._is_open(model, method)}

    @staticmethod
    def _is_open(model, method):
        function = getattr(model, method, None)
        if method.startswith("_") or method in OF_CORE or not hasattr(function, "__code__"):
            return False
        classes = [vars(base)[method] for base in model.mro() if method in vars(base)]
        return not any(getattr(each, "_api_private", False) for each in classes)

    def _arguments_of_review(self):
        """What each method of the review is given; the far cards, wherever a card is named."""
        far, twin, mine = self.far.id, self.twin.id, self.mine.id
        lead = "crm.lead"
        merge = {"model": lead, "survivor": far, "others": [twin], "choices": {}}
        return {
            ("crm.dedup.cluster", "review_start"): [[{}], [{"state": "skipped", "team_id": 1}]],
            ("crm.dedup.cluster", "review_next"): [[self.cluster.id, {}], [0, {}]],
            ("crm.dedup.cluster", "review_read"): [[self.cluster.id], [GONE]],
            ("crm.dedup.cluster", "review_cards"): [[lead, [far, twin]], ["res.users", [1, 2]]],
            ("crm.dedup.cluster", "review_counts"): [[{}]],
            ("crm.dedup.cluster", "review_scan"): [[]],
            ("crm.dedup.cluster", "review_bulk_list"): [[{}]],
            ("crm.dedup.cluster", "review_bulk_start"): [[{}, []]],
            ("crm.dedup.cluster", "review_propose"): [[lead, far, [twin]], [lead, mine, [far]]],
            ("crm.dedup.cluster", "review_decide"): [
                [self.cluster.id, {"merges": [merge]}],
                [self.cluster.id, {"dismiss": [[f"{lead},{far}", f"{lead},{twin}"]]}],
                [self.cluster.id, {"merges": [{**merge, "survivor": mine, "others": [far]}]}],
            ],
            ("crm.dedup.cluster", "review_later"): [[self.cluster.id]],
            ("crm.dedup.cluster", "review_undo"): [
                [self.cluster.id, [{"merge": self.merge.id}]],
                [self.cluster.id, [{"reset": self.match.ids}]],
                [self.cluster.id, [{"state": "skipped"}]],
                [self.cluster.id, [{"later": True}]],
            ],
        }

    def _arguments(self):
        """The same of the others."""
        far, twin, mine = self.far.id, self.twin.id, self.mine.id
        lead = "crm.lead"
        job = self.rows["crm.dedup.job"]
        typed = {"phone": PHONE, "contact_name": "Marta Ilnytska"}
        return {
            ("crm.dedup.engine", "check_values"): [
                [lead, [typed]],
                ["res.partner", [{"phone": PHONE, "name": "Marta Ilnytska"}]],
                ["res.users", [typed]],
                ["no.model", [typed]],
            ],
            ("crm.dedup.engine", "scan"): [[]],
            ("crm.dedup.explain", "explain"): [
                [[lead, far], [lead, twin]],
                [[lead, far], [lead, mine]],
                [["res.users", 1], [lead, mine]],
                [[lead, 0], [lead, mine]],
            ],
            ("crm.dedup.job", "action_scan"): [[]],
            ("crm.dedup.job", "action_scan_whole"): [[]],
            ("crm.dedup.job", "action_scan_changes"): [[]],
            ("crm.dedup.job", "review_press"): [[job.ids, "cancel"]],
            ("crm.dedup.job", "review_state"): [[job.id], [GONE]],
            ("crm.dedup.panel", "check"): [
                [lead, typed],
                [lead, typed, far],
                ["res.users", typed],
                [lead, {"phone": 5, "partner_id": "x", "no_such_field": 1}],
            ],
            ("crm.dedup.panel", "attach"): [[lead, typed, far]],
            **{
                ("crm.dedup.panel", method): [[lead, mine, lead, far], [lead, far, lead, mine]]
                for method in ("not_same", "undo_not_same", "link")
            },
            ("crm.dedup.proposal", "action_propose"): [[[]]],
            ("crm.dedup.rule", "action_propose"): [[[]]],
        }

    def _call(self, model, method, arguments):
        params = {"model": model, "method": method, "args": arguments, "kwargs": {}}
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        headers = {"Content-Type": "application/json"}
        answer = self.url_open(f"/web/dataset/call_kw/{model}/{method}", body, headers=headers)
        return answer.json()

    def _state(self):
        """What the calls may not change."""
        self.env.invalidate_all()
        cards = self.far | self.twin | self.gone
        return [
            cards.read(["name", "phone", "active", "merged_into_id", "partner_id", "write_date"]),
            self.match.read(["state"]),
            self.merge.read(["state"]),
            self.cluster.read(["state"]),
            [self.rows[f"crm.dedup.{name}"].state for name in ("job", "import", "proposal")],
        ]

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nothing_leaks_and_nothing_breaks(self):
        """Refused with words or answered; never a traceback, never a word of the far cards."""
        self.authenticate(self.user.login, self.user.login)
        arguments = {**self._arguments_of_review(), **self._arguments()}
        before = self._state()
        for model, method in sorted(self._public()):
            rows = self.rows.get(model, ())
            of_record = [[[row.id]] for row in rows] or [[]]
            for given in arguments.get((model, method), of_record):
                with self.subTest(model=model, method=method, given=given):
                    answer = self._call(model, method, given)
                    error = answer.get("error", {}).get("data", {})
                    self.assertTrue(
                        not error or error["name"].startswith("odoo.exceptions."),
                        error.get("debug"),
                    )
                    told = json.dumps(answer, ensure_ascii=False)
                    self.assertEqual([word for word in SECRETS if word in told], [])
                    self.assertEqual(self._state(), before)
        self.assertGreater(len(self._public()), 50)
