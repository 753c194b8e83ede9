"""The languages of the page: one catalogue a language, ``CODE.po``, read when it is first asked for."""
