"""What Nagios plugins print: words and figures, however well they keep to the form."""

import pytest

from statuspage.checks.plugin import Figure, Said, read


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        (b"OK - all well\n", Said("OK - all well")),
        (b"\n  OK", Said("OK")),
        (b"OK|time=0.5s;;;0.0;10.0", Said("OK", (Figure("time", 0.5, "s"),))),
        (
            b"DISK OK - free: / 3326 MB (56%); | /=2643MB;5948;5958;0;5968\n/ 15272 MB (77%);\n"
            b"/boot 68 MB | /boot=68MB;88;93;0;98\n/home=69357MB;253404;253409;0;253414\n",
            Said(
                "DISK OK - free: / 3326 MB (56%);",
                (
                    Figure("/", 2643, "MB", "5948", "5958"),
                    Figure("/boot", 68, "MB", "88", "93"),
                    Figure("/home", 69357, "MB", "253404", "253409"),
                ),
            ),
        ),
        (
            b"OK | 'it''s free'=10%;20:;@5:10;0;100 load1=0.90;5.0;10.0;0; ",
            Said(
                "OK", (Figure("it's free", 10, "%", "20:", "@5:10"), Figure("load1", 0.9, "", "5.0", "10.0"))
            ),
        ),
        (b"? | a=U b=;5", Said("?", (Figure("a", None), Figure("b", None, "", "5")))),
        (b"? | c=-1.5e3c d=1,5s", Said("?", (Figure("c", -1500, "c"), Figure("d", 1.5, "s")))),
        (b"OK | nonsense == ;; 'open =2 b=x2 1.2.3 v=1.2.3 c=3", Said("OK", (Figure("c", 3),))),
        (b"| a=1", Said("", (Figure("a", 1),))),
        (b"", Said("")),
        (b"\xff\x00 OK", Said("�\x00 OK")),
    ],
)
def test_words_and_figures_are_read(printed: bytes, said: Said) -> None:
    assert read(printed) == said


def test_a_program_that_only_complains_is_heard() -> None:
    assert read(b"\n", b"usage: check\nmore").text == "usage: check"
    assert read(b"OK\n", b"warning").text == "OK"


def test_it_is_told_in_one_line() -> None:
    printed = b"OK - fine |time=0.0059s;1;2;0 size=U 'at /'=3MB;;5"
    assert str(read(printed)) == "OK - fine; time 0.0059s (warn 1, crit 2); size unknown; at / 3MB (crit 5)"
    assert str(read(b"")) == "no words"


@pytest.mark.parametrize("odd", [b"'" * 64_000, b"'a " * 20_000, b"a=" * 30_000, b"a=1;" * 16_000, b"=;" * 9])
@pytest.mark.timeout(5)
def test_odd_output_is_read_fast(odd: bytes) -> None:
    assert len(read(b"OK|" + odd).figures) <= 50


def test_endless_figures_are_cut() -> None:
    said = read(b"O" * 9000 + b"|" + b"a=1 " * 9000)
    assert (len(said.text), len(said.figures)) == (500, 50)
