"""Why it matters what is shared, and what would help: for operators."""

from collections.abc import Mapping
from typing import NamedTuple

from statuspage.model.fate import Role, Shared, Tie


class Advice(NamedTuple):
    """What is shared, in words; why that matters; what would help."""

    what: str
    why: str
    help: str


_TIES: Mapping[Tie, Advice] = {
    Tie.HOST: Advice(
        "the host", "One failure of it takes both.", "Give it a host of its own, with another provider."
    ),
    Tie.DOMAIN: Advice(
        "the registrable domain",
        "An expired, blocked or badly delegated domain takes both, and so does a fault of DNSSEC.",
        "Register a domain of its own for it, with another registrar.",
    ),
    Tie.NAME_SERVERS: Advice(
        "who runs the name servers",
        "When those do not answer, neither name leads anywhere.",
        "Have another company serve its zone, or a second one serve it as well.",
    ),
    Tie.ALIAS: Advice(
        "where its name leads on to (CNAME)",
        "Both are served by one company, and fail with it.",
        "Serve it from another company.",
    ),
    Tie.ADDRESS: Advice(
        "an address", "It is one machine, or one way in.", "Put it on another machine, in another network."
    ),
    Tie.PREFIX: Advice(
        "the network prefix",
        "Both are most likely in one place: its power, its router or one wrong route takes both.",
        "Put it in another network, in another place.",
    ),
    Tie.NETWORK: Advice(
        "the network (autonomous system)",
        "One operator's routes lead to both; when they are withdrawn, both are gone.",
        "Host it in the network of another operator.",
    ),
    Tie.CDN: Advice(
        "the content network",
        "When that fails, it fails for both.",
        "Serve it by another one, or without, or have a second copy elsewhere.",
    ),
    Tie.PROVIDER: Advice(
        "a provider that services depend on",
        "When that provider fails, they may fail, and this with them: as in February 2017 a page that was "
        "built on Amazon S3.",
        "Host it with another provider.",
    ),
    Tie.ISSUER: Advice(
        "who signs the certificates",
        "It takes nothing down at once, but neither can be renewed while that authority fails.",
        "Renew early; for more, let another authority sign one of them.",
    ),
}

_ROLES: Mapping[Role, str] = {
    Role.PAGE: "The page itself is at stake.",
    Role.COPY: "A copy helps only where it does not fail with the first.",
    Role.GIT: "Without it no post arrives by git: one can still be written on the machine itself.",
    Role.ASSET: "The page loads something from there, and shows it broken or late.",
    Role.LINK: "People who look for help are sent there when it may not answer.",
    Role.MACHINE: "If the monitor runs there too, nobody measures while it fails; copies turn grey.",
}

UNKNOWABLE: tuple[str, ...] = (
    "Whether both are paid from, and can be locked with, one account at a registrar, host or cloud.",
    "Whether different networks share a building, its power, or a cable.",
    "What stands behind a content network or a load balancer.",
    "What your providers depend on themselves.",
    "Whether the ways by which you are told of trouble go through what fails: their addresses are secrets.",
    "Who is awake, and whether those people can log in when your own sign-in fails.",
)
"""What no look from outside tells."""


def advise(shared: Shared) -> Advice:
    """What is to be said of something shared."""
    what, why, help_ = _TIES[shared.tie]
    return Advice(what, f"{why} {_ROLES[shared.place.role]}", help_)
