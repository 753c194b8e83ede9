"""A feed that says nothing is not taken for a page that says that all is well."""

from tests.web.seen import document, seen


def test_those_who_subscribe_are_told_that_silence_is_not_green() -> None:
    page = document(seen({"mail": "ok"}), "/subscribe/").body.decode()
    assert "That it is silent does not mean that all is well" in page
    assert "data-valid-until" not in page  # it says nothing of how things are
