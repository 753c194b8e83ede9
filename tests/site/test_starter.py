"""The files that a new site begins with."""

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from statuspage.checks import KINDS, NOT_YET
from statuspage.errors import StatusPageError
from statuspage.site.config import ConfigRead, read_config
from statuspage.site.posts import Context, Source, read_post
from statuspage.site.starter import starter_text, write_starter


def read(text: str) -> ConfigRead:
    return read_config(text, kinds={name: kind.options for name, kind in KINDS.items()}, not_yet=NOT_YET)


def test_the_starter_reads_without_faults_and_has_one_check() -> None:
    config = read(starter_text("statuspage.toml"))
    assert config.faults == ()
    assert config.site is not None
    assert [(check.kind, check.key.component) for check in config.site.checks] == [("http", "website")]


def test_what_its_comments_suggest_reads_without_faults_as_well() -> None:
    text = starter_text("statuspage.toml")
    begin = text.index("# [components.mail]")
    config = read(text[:begin] + re.sub("^# ?", "", text[begin:], flags=re.MULTILINE))
    assert config.faults == ()
    assert config.site is not None
    assert [component.id for component in config.site.components] == ["website", "mail"]


def test_the_files_are_written_into_a_new_folder(tmp_path: Path) -> None:
    site = tmp_path / "a" / "site"
    assert write_starter(site) == [site / "statuspage.toml", site / "incidents" / "_example.md"]
    assert (site / "statuspage.toml").read_text(encoding="utf-8") == starter_text("statuspage.toml")


@pytest.mark.parametrize("name", ["statuspage.toml", "incidents/_example.md"])
def test_nothing_is_written_where_one_of_them_is_already(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")
    with pytest.raises(StatusPageError, match=r"is there already, and init overwrites nothing\.$"):
        write_starter(tmp_path)
    assert [path.read_text() for path in tmp_path.rglob("*") if path.is_file()] == ["mine"]


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    with pytest.raises(StatusPageError, match="can't be written"):
        write_starter(tmp_path / "site")


def test_the_example_post_is_not_shown(tmp_path: Path) -> None:
    assert all(path.name.startswith("_") for path in write_starter(tmp_path) if path.suffix == ".md")


def test_the_example_post_would_read_without_faults_if_it_had_another_name() -> None:
    source = Source(
        "incidents/slow.md", starter_text("incidents/_example.md"), datetime(2026, 11, 24, tzinfo=UTC)
    )
    read_back = read_post(source, Context(ZoneInfo("UTC"), {"website": "Website"}))
    assert read_back.faults == ()
    assert read_back.post is not None
