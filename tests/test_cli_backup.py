"""The commands backup and restore, against a monitor that really runs."""

from pathlib import Path

from statuspage.store.reader import Reader
from tests.processes import command, running, until
from tests.web.made import write_site


def test_a_backup_of_a_running_monitor_is_restored_once_it_has_ended(tmp_path: Path) -> None:
    site, copy = write_site(tmp_path / "site"), tmp_path / "copy.db"
    reader = Reader(site / ".statuspage")
    with running("monitor", str(site), log=tmp_path / "log"):
        until(lambda: reader.heart().tick, what="a sign of life")
        made = command("backup", str(copy), str(site))
        assert (made.returncode, made.stderr) == (0, "")
        assert "and sound" in made.stdout
        again = command("backup", str(copy), str(site))
        assert again.returncode == 1
        assert "--force" in again.stderr
        refused = command("restore", str(copy), str(site))
        assert refused.returncode == 1
        assert "A monitor already works on" in refused.stderr
    done = command("restore", str(copy), str(site))
    assert (done.returncode, done.stderr) == (0, "")
    assert "The one before is" in done.stdout
    assert len(list((site / ".statuspage").glob("store.db.2*"))) == 1
    assert reader.files()
    reader.close()
