"""The command ``doctor``."""

import json
import stat
from pathlib import Path

from tests.doctor.test_page import site as page_of
from tests.processes import command
from tests.servers import Server, serving

SITE = """
[site]
name = "V"
url = "{url}"
[components.mail]
name = "Mail"
checks = [{{ kind = "tcp", address = "{address}" }}]
"""


def write(folder: Path, server: Server, address: str) -> Path:
    folder.joinpath("statuspage.toml").write_text(SITE.format(url=server.url, address=address), "utf-8")
    return folder


def test_nothing_shared_exits_with_0_and_leaves_evidence_and_a_report(tmp_path: Path) -> None:
    save, report = tmp_path / "fate.json", tmp_path / "fate.md"
    with serving(page_of()) as server:
        site = write(tmp_path, server, "192.0.2.25:25")
        done = command("doctor", str(site), "--no-networks", "--save", str(save), "--report", str(report))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("Nothing is shared that matters, as far as could be learnt.\n")
    assert json.loads(save.read_text())["well"] is True
    assert report.read_text().startswith("# No shared fate: V\n")
    assert stat.S_IMODE(save.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fate.json", "fate.md", "statuspage.toml"]


def test_shared_fate_exits_with_1(tmp_path: Path) -> None:
    with serving(page_of()) as server:
        done = command("doctor", str(write(tmp_path, server, server.address)), "--no-networks", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["shared"][0]["what"] == "host"


def test_wrong_use_exits_with_2_and_a_file_that_can_t_be_written_with_1(tmp_path: Path) -> None:
    assert command("doctor", "--nothing").returncode == 2
    with serving(page_of()) as server:
        site = write(tmp_path, server, "192.0.2.25:25")
        done = command("doctor", str(site), "--no-networks", "--save", str(tmp_path / "none" / "x"))
    assert done.returncode == 1
    assert "can't be written (No such file or directory): name another file." in done.stderr
