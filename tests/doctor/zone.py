"""A small name server with a zone of its own, and how the doctor is given it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import dns.message
import dns.rdatatype

from statuspage.doctor.deadline import Deadline
from statuspage.doctor.names import Names
from tests.checks.names import Reply, answer, name_server

Server = tuple[str, int]


def zone(*records: str) -> Reply:
    """Answer each question with the records of its name and type, and with CNAMEs on the way."""
    known = [record.split(" ", 2) for record in records]

    def reply(query: dns.message.Message) -> list[bytes]:
        name, kind = query.question[0].name.to_text(), dns.rdatatype.to_text(query.question[0].rdtype)
        told = []
        for owner, type_, data in known:
            if owner.lower() == name.lower() and type_ in (kind, "CNAME"):
                told.append(f"{owner} {type_} {data}")
                name = data if type_ == "CNAME" else name
        return [answer(query, *told).to_wire(max_size=65_535)]

    return reply


@contextmanager
def served(reply: Reply) -> Iterator[list[Server]]:
    """The servers to ask while such a name server runs."""
    with name_server(reply) as address:
        host, port = address.split(":")
        yield [(host, int(port))]


@contextmanager
def names(*records: str, within: timedelta = timedelta(seconds=5)) -> Iterator[Names]:
    """What asks a name server with such a zone."""
    with served(zone(*records)) as servers:
        yield Names(Deadline(within), servers)
