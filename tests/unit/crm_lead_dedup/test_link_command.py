# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The command line that finds duplicates in a file."""

from pathlib import Path

import pytest
from crm_lead_dedup_tools.__main__ import main

ROWS = """id,name,phone,is_company
a,Юрий Щербаков,+380501234567,
b,Scherbakov Yurii,050 123 45 67,0
c,Acme Kft.,+36 1 234 5678,1
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "cards.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_pairs_are_printed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One row a pair, with tier, relation and reasons."""
    assert main(["link", str(file)]) == 0
    head, row = capsys.readouterr().out.splitlines()
    assert head == "left,right,probability,tier,relation,why"
    assert row.startswith("a,b,0.9")
    assert "phone same +" in row


def test_truth_gives_figures(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With the pairs that are the same, precision, recall and F1 are printed."""
    truth = file.with_name("truth.csv")
    truth.write_text("left,right\nb,a\n", encoding="utf-8")
    assert main(["link", str(file), "--truth", str(truth)]) == 0
    line = capsys.readouterr().out.splitlines()[0]
    assert line.split() == ["duplicates", "precision", "1.0000", "recall", "1.0000", "F1", "1.0000"]


def test_ref_is_compared_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The comparison on ref ships switched off."""
    path = tmp_path / "cards.csv"
    path.write_text("id,name,ref\n1,Ann Lee,X1\n2,Ann Lea,X1\n", encoding="utf-8")
    main(["link", str(path)])
    without = capsys.readouterr().out
    main(["link", str(path), "--ref"])
    assert "ref same" not in without
    assert "ref same" in capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_files_of_any_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str, separator: str
) -> None:
    """Encodings, separators, capitals in the head, other names of columns; ids stay texts."""
    rows = [
        ("ID", "Name", "E-mail", "Telephone", "Is Company", "Postcode"),
        ("007", "Юрий Щербаков", "u@mail.ru", '"8 912 345-67-89"', "", "620000"),
        ("7", "ЩЕРБАКОВ ЮРИЙ", "", "+79123456789", "no", "620000"),
        ("x-1", "Ромашка", "", "", "Yes", ""),
    ]
    path, truth = tmp_path / "cards.csv", tmp_path / "truth.csv"
    path.write_text("\r\n".join(separator.join(row) for row in rows), encoding=encoding)
    truth.write_text(f"id1{separator}id2\r\n7{separator}007\r\n", encoding=encoding)
    assert main(["link", str(path)]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("007,7,1.0000,automatic")
    assert main(["link", str(path), "--truth", str(truth)]) == 0
    assert capsys.readouterr().out.splitlines()[0].endswith("F1 1.0000")


def test_parts_of_a_name_and_rows_without_id(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Given name and surname may stand apart; a row without id is known by its number."""
    path = tmp_path / "cards.csv"
    path.write_text(
        "Given Name;Surname;Suburb;Address\nAnn;Lee;Perth;5 Main St\nann;lee;Perth;5 Main Street\n",
        encoding="utf-8",
    )
    assert main(["link", str(path)]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("1,2,1.0000,automatic")
