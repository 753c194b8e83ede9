import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statuspage.site.imagehead import read_head
from tests.images import gif, jpeg, png, webp

WHOLE = [
    (png(1200, 7), "image/png"),
    (gif(1200, 7), "image/gif"),
    (jpeg(1200, 7), "image/jpeg"),
    (jpeg(1200, 7, 0xC2), "image/jpeg"),
    (webp(b"VP8 ", 1200, 7), "image/webp"),
    (webp(b"VP8L", 1200, 7), "image/webp"),
    (webp(b"VP8X", 1200, 7), "image/webp"),
]


@pytest.mark.parametrize(("raw", "kind"), WHOLE)
def test_kind_and_size_are_read_from_the_head(raw: bytes, kind: str) -> None:
    assert read_head(raw) == (kind, 1200, 7)


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photograph_taken_sideways_has_the_size_that_is_seen(order: str) -> None:
    assert read_head(jpeg(1200, 7, order=order, turn=6)) == ("image/jpeg", 7, 1200)
    assert read_head(jpeg(1200, 7, order=order, turn=3)) == ("image/jpeg", 1200, 7)


def test_exif_that_is_nonsense_does_no_harm() -> None:
    broken = jpeg(1200, 7, turn=6).replace(b"MM\x00\x2a\x00\x00\x00\x08", b"MM\x00\x2a\xff\xff\xff\xff")
    assert read_head(broken) == ("image/jpeg", 1200, 7)


@pytest.mark.parametrize("raw", [raw for raw, _ in WHOLE])
def test_an_image_cut_off_in_its_head_is_none(raw: bytes) -> None:
    assert all(read_head(raw[:length]) is None for length in range(10))


@pytest.mark.parametrize(
    "raw", [b"", b"<svg/>", b"<html>", png(0, 5), gif(5, 0), png(70_000, 1)[:60], b"RIFF\0\0\0\0WAVE"]
)
def test_anything_else_is_none(raw: bytes) -> None:
    assert read_head(raw) is None


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(st.sampled_from([raw[:12] for raw, _ in WHOLE]), st.binary(max_size=60))
def test_no_bytes_raise(begin: bytes, rest: bytes) -> None:
    read_head(begin + rest)
