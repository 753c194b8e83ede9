"""What posts need beyond the extensions that Markdown ships: bare addresses, task lists and more."""

import re
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import HTML_RE, HtmlInlineProcessor, InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from statuspage.site.images import Images

# \x02 and \x03 enclose what Markdown has set aside already. Of the end, signs of the sentence are no part.
_ADDRESS = r"(?<![\w/@.])(https?://[^\s<>\"`\x02\x03]{1,2000})"
_SENTENCE_END = ".,;:!?*_'~|]"
_TAG_NAME = re.compile(r"</?([A-Za-z][^\s<>/]*)")
_HTML = frozenset(nh3.ALLOWED_TAGS | nh3.CLEAN_CONTENT_TAGS) | frozenset(
    re.findall(
        r"\w+",
        "audio base body button dialog embed fieldset font form frame frameset head html iframe input "
        "label legend link main marquee math meta noscript object optgroup option param picture portal "
        "select slot source svg template textarea title video",
    )
)
_TASK = re.compile(r"\s*\[([ xX])\]\s+")
_BEFORE_INLINE = 25  # Markdown's own inline patterns run at 20
_AFTER_ALL = -5  # what was escaped is itself again, in attributes too
_HTML_PRIORITY = 90  # as in Markdown itself, whose pattern this takes the place of
_BEFORE_EMPHASIS = 85


class _BareAddress(InlineProcessor):
    """Makes a link of an http or https address that stands in the text."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override] # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element, int, int]:
        address = m[1].rstrip(_SENTENCE_END)
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip(_SENTENCE_END)
        link = Element("a", href=address)
        link.text = AtomicString(address)
        return link, m.start(1), m.start(1) + len(address)


class _RealHtml(HtmlInlineProcessor):
    """Leaves ``<timeout>`` and other words that are no HTML to be shown as text."""

    def handleMatch(  # type: ignore[override] # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        name = _TAG_NAME.match(m[1])
        if name and name[1].lower() not in _HTML:
            return None, None, None
        return super().handleMatch(m, data)


class _TaskLists(Treeprocessor):
    """Shows ``[ ]`` and ``[x]`` at the head of list items as boxes."""

    def run(self, root: Element) -> None:
        for item in root.iter("li"):
            first = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
            if match := _TASK.match(first.text or ""):
                box = "☐" if match[1] == " " else "☑"
                first.text = f"{box} {(first.text or '')[match.end() :]}"


class _Pictures(Treeprocessor):
    """Shows the images that may be shown, and leaves of any other its alternative text."""

    def __init__(self, md: Markdown, images: Images, seen: list[tuple[str, str]]) -> None:
        super().__init__(md)
        self._images, self._seen = images, seen

    def run(self, root: Element) -> None:
        for image in root.iter("img"):
            source, words = image.get("src") or "", image.get("alt") or ""
            self._seen.append((source, words))
            shown = self._images.attributes(source)
            image.attrib.clear()
            if shown is None:
                image.tag, image.text = "em", AtomicString(words)
            else:
                image.attrib.update({"alt": words, **shown})


class Extras(Extension):
    """All of these, for ``Markdown(extensions=[...])``.

    After a conversion ``seen`` has the address and the alternative text of every image.
    """

    def __init__(self, images: Images) -> None:
        super().__init__()
        self.images = images
        self.seen: list[tuple[str, str]] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register them; Markdown calls this."""
        md.inlinePatterns.register(_BareAddress(_ADDRESS, md), "bare_address", _BEFORE_EMPHASIS)
        md.inlinePatterns.register(_RealHtml(HTML_RE, md), "html", _HTML_PRIORITY)
        md.treeprocessors.register(_TaskLists(md), "task_lists", _BEFORE_INLINE)
        md.treeprocessors.register(_Pictures(md, self.images, self.seen), "pictures", _AFTER_ALL)
