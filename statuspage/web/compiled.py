"""What the default templates compile to, kept beside our modules as Python keeps those (PEP 3147)."""

import hashlib
import sys
from contextlib import suppress
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path

from jinja2.bccache import Bucket, FileSystemBytecodeCache

from statuspage.resources import code, templates_dir

_FOREIGN = ""


class Compiled(FileSystemBytecodeCache):
    """Who can write there can change our code as well; templates that come with a site are never kept.

    Where nothing can be written, all is compiled at each start.
    """

    def __init__(self) -> None:
        super().__init__(str(Path(cache_from_source(__file__)).parent), "template-%s.bin")
        self._ours = templates_dir()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """A file's name for a template of ours."""
        ours = filename is not None and Path(filename).is_relative_to(self._ours)
        return super().get_cache_key(name, filename) if ours else _FOREIGN

    def get_source_checksum(self, source: str) -> str:
        """What the compiled form was made of: the template, the program that reads it, and Jinja."""
        return hashlib.sha256(f"{code()}{version('jinja2')}{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket where that is kept which it should hold."""
        if bucket.key != _FOREIGN:
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, unless Python itself is to keep nothing."""
        if bucket.key != _FOREIGN and not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)
