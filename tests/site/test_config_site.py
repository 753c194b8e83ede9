"""What can be wrong about [site], the table that names the page."""

import pytest

from statuspage.site.config import read_config

SITE = '[site]\nname = "Virtual Office"\nurl = "https://status.example.com"\n'


def only(text: str, *, site: str = SITE) -> tuple[str, str, str]:
    config = read_config(site + text, kinds={})
    assert config.site is None
    (fault,) = config.faults
    return fault.place.removeprefix("statuspage.toml: "), fault.rule, fault.example


@pytest.mark.parametrize(
    ("line", "key", "rule"),
    [
        ('name = "  "', "name", "It is empty."),
        (f'name = "{"x" * 201}"', "name", "It has 201 characters, and 200 is the most."),
        (r'name = "a\nb"', "name", "It has a control character or a line break."),
        (r'name = "a\u202Eb"', "name", "It has a control character or a line break."),
        ("name = 5", "name", "It must be text in quotes, not the number 5."),
        ("name = true", "name", "It must be text in quotes, not true."),
        ("name = 2026-11-23", "name", "It must be text in quotes, not a date or time."),
        ("name = 0x" + "f" * 5000, "name", "It must be text in quotes, not a huge number."),
        ('url = "/status"', "url", '"/status" is not an absolute http or https address.'),
        ('url = "ftp://a"', "url", '"ftp://a" is not an absolute http or https address.'),
        ('url = "https://"', "url", '"https://" is not an absolute http or https address.'),
        ('url = "https://a?"', "url", '"https://a?" has a query or a fragment; only a path is allowed.'),
        ('url = "https://a#b"', "url", '"https://a#b" has a query or a fragment; only a path is allowed.'),
        ('url = "https://u:pw@a"', "url", "The address has a user name or password, and it is public."),
        ('url = "https://a:99999"', "url", "The address has a host or port that can't be."),
        ('url = "https://[::1"', "url", "The address has a host or port that can't be."),
        ('url = "https://a/../b"', "url", '"/../b" is not a plain path.'),
        ('url = "https://a/<b>"', "url", '"/<b>" is not a plain path.'),
        ('url = "https://a_b"', "url", '"a_b" is not a host name.'),
        ('id = "status"', "id", '"status" is not a host, a comma and a year, as feed ids need (RFC 4151).'),
        ('language = "English"', "language", '"English" is not a language tag (BCP 47).'),
        ('lnguage = "en"', "lnguage", "lnguage is not a known key; did you mean language?"),
        (
            "colour = 1",
            "colour",
            "colour is not a known key; known are name, url, id, time_zone, language, noindex and mail_list.",
        ),
    ],
)
def test_what_is_wrong_about_the_site(line: str, key: str, rule: str) -> None:
    lines = {"name": 'name = "x"', "url": 'url = "https://a"', line.split(" =")[0]: line}
    place, found_rule, _ = only("", site="[site]\n" + "\n".join(lines.values()) + "\n")
    assert (place, found_rule) == (f"site.{key}", rule)


def test_an_address_with_a_space_or_a_foreign_letter_says_how_to_write_it() -> None:
    for url in ("https://a b", "https://exämple.com", r"https://a\u0000"):
        _, rule, _ = only("", site=f'[site]\nname = "x"\nurl = "{url}"\n')
        assert "xn--" in rule


@pytest.mark.parametrize(
    ("zone", "hint"),
    [
        ("BST", '; did you mean "Europe/London"?'),
        ("London", '; did you mean "Europe/London"?'),
        ("europe/berlin", '; did you mean "Europe/Berlin"?'),
        ("Europe/Lundon", '; did you mean "Europe/London"?'),
        ("New York", '; did you mean "America/New_York"?'),
        ("../../etc/passwd", " (IANA)."),
        ("Europe", "?"),
        ("localtime", "."),
        ("", " (IANA)."),
    ],
)
def test_an_unknown_time_zone_names_the_one_that_was_meant(zone: str, hint: str) -> None:
    place, rule, example = only(f'time_zone = "{zone}"\n')
    assert (place, example) == ("site.time_zone", 'time_zone = "Europe/London"')
    assert rule.startswith(f'"{zone}" is not the name of a time zone')
    assert rule.endswith(hint)
