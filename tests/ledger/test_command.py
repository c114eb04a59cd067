"""`lxq ledger`: one JSON value or Chinese sentences; exit 0 good, 1 found, 2 used wrongly."""

import json

import pytest
from django.core.management import CommandError, call_command

from lianxinqiao.ledger.models import DaySeal
from tests.ledger.conftest import write

pytestmark = pytest.mark.django_db


def test_tally_seal_verify(capsys) -> None:
    write()
    write()
    call_command("ledger", "tally", "--json")
    assert json.loads(capsys.readouterr().out) == {"lines": 2}
    call_command("ledger", "seal", "--json")
    sealed = json.loads(capsys.readouterr().out)
    assert sealed == {"round": 1, "lines": 2, "hash": DaySeal.objects.get().hash}
    call_command("ledger", "verify", "--json", "--kept", sealed["hash"])
    found = json.loads(capsys.readouterr().out)
    assert (found["lines"], found["seals"], found["faults"]) == (2, 1, [])
    call_command("ledger", "seal", "--json")
    assert json.loads(capsys.readouterr().out)["round"] is None


def test_verify_names_the_row_and_exits_1(capsys, hand) -> None:
    line = write()
    hand("UPDATE ledger_line SET kind = 'desk' WHERE id = %s", line.pk)
    with pytest.raises(SystemExit) as ended:
        call_command("ledger", "verify", "--json")
    assert ended.value.code == 1
    (fault,) = json.loads(capsys.readouterr().out)["faults"]
    assert (fault["table"], fault["id"], fault["what"]) == ("ledger_line", line.pk, "edited")
    with pytest.raises(SystemExit):
        call_command("ledger", "verify")
    said = capsys.readouterr().out
    assert f"第 {line.pk} 行" in said
    assert "核对了 1 行台账" in said


def test_verify_says_how_much_it_checked(capsys) -> None:
    write()
    call_command("ledger", "verify")
    said = capsys.readouterr().out
    assert "核对了 1 行台账、2 行记功、0 个封条。" in said
    assert "没有发现问题" in said


@pytest.mark.parametrize("told", [["mend"], ["verify", "--kept", "abc"], ["seal", "--day", "yesterday"]])
def test_used_wrongly(told: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("ledger", *told)
