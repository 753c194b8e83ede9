import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statuspage.site.markdown import plain, render

TAGS = re.compile(
    r"a|b|blockquote|br|code|del|div|em|h[456r]|i|kbd|li|ol|p|pre|s|strong|su[bp]|t(able|body|d|h|head|r)|ul"
)
ATTRIBUTES = {"href", "title", "rel", "id", "class", "align", "start"}


class _Strict(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert TAGS.fullmatch(tag)
        for name, value in attrs:
            assert name in ATTRIBUTES
            if name == "href":
                scheme = (value or "").strip().lower().partition(":")[0]
                assert scheme not in {"javascript", "data", "vbscript", "file", "blob"}
            if name == "id":
                assert (value or "").startswith("fn")

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)


def check(text: str) -> None:
    parser = _Strict()
    parser.feed(render(text))
    parser.close()


_PIECES = st.sampled_from(
    [
        *(
            "<script>",
            "</script>",
            "<img src=x onerror=alert(1)>",
            "<b onclick=x>",
            "<a href=",
            "'",
            '"',
            ">",
            "<",
        ),
        *(
            "javascript:alert(1)",
            "java\tscript:x",
            "JAVASCRIPT&colon;x",
            "data:text/html,x",
            "[a](",
            ")",
            "![",
            "]",
        ),
        *(
            "<svg/onload=x>",
            "<style>",
            "<!--",
            "-->",
            "<div",
            " id=x",
            " style=y",
            "`",
            "```\n",
            "\n\n",
            "# ",
            "> ",
        ),
        *(
            "- [ ] ",
            "[^1]",
            "[^1]: ",
            "|a|b|\n|-|-|\n",
            "https://a.b/",
            "&lt;",
            "\\",
            "\x00",
            "\ud800",
            "<?",
            "<![CDATA[",
        ),
        *(
            "<math><mi>",
            "<iframe src=//x>",
            "<base href=//x>",
            "*",
            "_",
            "[a]: javascript:x\n",
            "<javascript:x>",
        ),
    ]
)


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(st.one_of(st.text(), st.lists(_PIECES, max_size=30).map("".join)))
def test_no_text_gets_a_script_through(text: str) -> None:
    check(text)
    assert "\n" not in plain(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>alert(1)</script>a", "<p>a</p>"),
        ("<b onclick=x>a</b>", "<p><b>a</b></p>"),
        ("[a](javascript:x)", '<p><a rel="noopener noreferrer">a</a></p>'),
        ("<span style='position:fixed'>a</span>", "<p>a</p>"),
        ("Error <timeout> at <host>:80, x < y", "<p>Error &lt;timeout&gt; at &lt;host&gt;:80, x &lt; y</p>"),
        ("![a *disk*](x.png)", "<p><em>a *disk*</em></p>"),
        ("# A\n## B\n#### C", "<h4>A</h4>\n<h5>B</h5>\n<h6>C</h6>"),
        ("## A\n### B", "<h4>A</h4>\n<h5>B</h5>"),
        ("```sh\n# a <b>\n```", "<pre><code># a &lt;b&gt;\n</code></pre>"),
        ("- [ ] a\n- [x] b", "<ul>\n<li>☐ a</li>\n<li>☑ b</li>\n</ul>"),
        ("- [ ] a\n\n- [x] b", "<ul>\n<li>\n<p>☐ a</p>\n</li>\n<li>\n<p>☑ b</p>\n</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("", ""),
    ],
)
def test_what_markdown_becomes(text: str, html: str) -> None:
    assert render(text).strip() == html


def test_a_table_keeps_its_sides() -> None:
    html = render("|a|b|\n|:-|-:|\n|1|2|")
    assert '<td align="left">1</td>' in html
    assert "style" not in html


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://a.org/x_y_z?a=1&b=2.", "https://a.org/x_y_z?a=1&amp;b=2"),
        ("(https://a.org/b_(c))", "https://a.org/b_(c)"),
        ("**http://a.org**", "http://a.org"),
        ("<https://a.org>", "https://a.org"),
    ],
)
def test_a_bare_address_is_a_link(text: str, address: str) -> None:
    html = render(text)
    assert html.count("<a ") == 1
    assert f'<a href="{address}"' in html
    assert f">{address}</a>" in html


def test_addresses_in_code_and_in_links_are_left_alone() -> None:
    assert "<a" not in render("`https://a.org` foo@https://a.org")
    assert render("[https://a.org](https://b.org)").count("<a") == 1


def test_footnotes_of_two_texts_do_not_collide() -> None:
    one, other = (render(f"{word}[^1]\n\n[^1]: note") for word in ("a", "b"))
    ids = [{part.partition('"')[0] for part in html.split('id="')[1:]} for html in (one, other)]
    assert [len(each) for each in ids] == [2, 2]
    assert not ids[0] & ids[1]
    assert all(f'href="#{each}"' in one for each in ids[0])


@pytest.mark.parametrize(
    "text",
    [
        *(
            "[" * 60_000,
            "<a " * 20_000,
            "[a](<" * 12_000,
            "a\n=\n" * 15_000,
            "```a\n" * 12_000,
            "\\```|" * 12_000,
        ),
        *("> " * 30_000, "- " * 5000, "[" * 1000 + "a " * 29_000, "a" * 70_000),
    ],
)
def test_a_text_made_to_be_slow_is_shown_in_time(text: str) -> None:
    begun = time.monotonic()
    check(text)
    assert time.monotonic() - begun < 10
    assert render(text)


def test_plain_words_have_no_marks() -> None:
    text = (
        "## Slow\n\nMail is *late*[^1]; see [here](https://a.org).\n\n- a\n- b &amp; <c>\n\n[^1]: By an hour."
    )
    assert plain(text) == "Slow Mail is late; see here. a b & <c>"


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (20, "Messages take long."),
        (19, "Messages take long."),
        (18, "Messages take…"),
        (5, "Mess…"),
        (1, "…"),
    ],
)
def test_plain_words_are_cut_between_words(limit: int, words: str) -> None:
    assert plain("Messages *take* long.", limit) == words
