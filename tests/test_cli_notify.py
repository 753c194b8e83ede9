"""``statuspage notify test``: says of each channel whether it works."""

from pathlib import Path

from tests.letterbox import letterbox
from tests.processes import command
from tests.servers import closed_port
from tests.web.made import TOML, write_site


def site(tmp_path: Path, more: str) -> str:
    return str(write_site(tmp_path / "site", toml=TOML + more))


def hook(name: str, url: str) -> str:
    return f'\n[[notify]]\nname = "{name}"\nurl = "{url}"\n'


def test_each_channel_gets_a_test(tmp_path: Path) -> None:
    with letterbox() as box:
        more = hook("good", box.apprise) + hook("bad", f"json://127.0.0.1:{closed_port()}/T0P5ECRET")
        where = site(tmp_path, more)
        done = command("notify", "test", where)
        assert done.returncode == 1
        assert "good: sent.\n" in done.stdout
        assert "bad: not sent. apprise could not send it" in done.stdout
        assert "T0P5ECRET" not in done.stdout + done.stderr
        assert command("notify", "test", where, "--name", "good").returncode == 0
    assert box.titles() == ["Test: notices of Virtual Office arrive here"] * 2


def test_a_site_that_tells_nobody_and_an_unknown_name_are_said(tmp_path: Path) -> None:
    done = command("notify", "test", site(tmp_path, ""))
    assert (done.returncode, "[[notify]]" in done.stderr) == (1, True)
    done = command("notify", "test", site(tmp_path, hook("on-call", "a://b")), "--name", "oncall")
    assert (done.returncode, "did you mean on-call?" in done.stderr) == (1, True)
