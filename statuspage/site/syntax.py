"""From text to plain tables: TOML with its limits, and syntax faults with file and line."""

import re
import tomllib
from collections.abc import Mapping

from statuspage.errors import Fault, SiteError

MAX_BYTES = 8_000_000
"""Room for 10,000 components with two full checks each, which take 6 MB and some seconds to read."""

_AT_LINE = re.compile(r"(?P<what>.*) \(at line (?P<line>[0-9]+), column [0-9]+\)", re.DOTALL)
_TOO_DEEP = re.compile(
    r"""(?<![\w-])(?:(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){128}""", re.ASCII
)
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
_HEADER = re.compile(r"\s*(\[\[?[A-Za-z0-9_.-]+\]\]?)")


def parse_toml(text: str, *, name: str, examples: Mapping[str, str]) -> dict[str, object]:
    """Read a TOML document (TOML 1.0; a byte order mark is overlooked).

    ``examples`` holds a right line for each known key, and for the headers that people get wrong; the
    one for the key or header of the faulty line is shown. Raises SiteError with one fault when the text
    is no TOML or over MAX_BYTES, or is made to be slow to read.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise SiteError([Fault(name, "The file is over 8 MB.", "a file of some kilobytes.")])
    if _TOO_DEEP.search(text):  # reading a dotted key takes time that grows with its square
        raise SiteError([Fault(name, "A dotted key has more than 128 parts.", 'name = "Virtual Office"')])
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise SiteError([_syntax_fault(text, str(error), name, examples)]) from None
    except ValueError:
        raise SiteError([Fault(name, "A number in it has thousands of digits.", "fail_after = 2")]) from None
    except RecursionError:
        raise SiteError([Fault(name, "Its lists or tables are nested too deep.", "a = [1, 2]")]) from None


def _syntax_fault(text: str, message: str, name: str, examples: Mapping[str, str]) -> Fault:
    lines = text.split("\n")
    match = _AT_LINE.fullmatch(message)
    number = int(match["line"]) if match else len(text.rstrip("\n").split("\n"))
    what = match["what"] if match else message.removesuffix(" (at end of document)")
    example = _example(lines[number - 1], examples)
    return Fault(f"{name}:{number}", f"This line is not TOML: {what[:200]}.", example)


def _example(line: str, examples: Mapping[str, str]) -> str:
    if key := _KEY.match(line):
        return examples.get(key[1], f'{key[1][:64]} = "text"')
    header = _HEADER.match(line)
    return examples.get(header[1] if header else "", 'name = "Virtual Office"')
