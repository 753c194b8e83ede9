"""The demo's services as a process of its own: ``python -m statuspage.demo.services DIR``."""

import argparse
import asyncio
import json
import os
import signal
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from statuspage.demo.catalogue import STAGES, Stage
from statuspage.demo.modes import Watch, write_json
from statuspage.demo.servers import MAX_VISITORS, Actor
from statuspage.errors import StatusPageError
from statuspage.parent import end_with_parent

SERVICES_FILE = "services.json"
_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Service:
    """A running service: where it listens on loopback, and the origin in the sample site it stands in for."""

    kind: str
    port: int
    replaces: str

    @property
    def origin(self) -> str:
        """What to write in place of ``replaces``."""
        scheme = "http://" if self.kind == "http" else ""
        return f"{scheme}{_LOOPBACK}:{self.port}"


def read_services(directory: Path) -> Mapping[str, Service]:
    """The services that run in ``directory``, by name; empty while they do not (all) listen yet.

    Raises StatusPageError when the file holds something else.
    """
    try:
        written = json.loads((directory / SERVICES_FILE).read_bytes())
        return {name: Service(**fields) for name, fields in written.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise StatusPageError(f"{directory / SERVICES_FILE} is damaged: start the demo again.") from error


async def run(directory: Path) -> None:
    """Serve until SIGTERM or SIGINT; ``services.json`` is there exactly as long as all services listen."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    listing = directory / SERVICES_FILE
    listing.unlink(missing_ok=True)
    watch = Watch(directory)
    async with AsyncExitStack() as open_servers:
        services = {
            name: await _start(name, stage, watch, directory, open_servers) for name, stage in STAGES.items()
        }
        write_json(listing, {name: asdict(service) for name, service in services.items()})
        await stop.wait()
        listing.unlink(missing_ok=True)


async def _start(
    name: str, stage: Stage, watch: Watch, directory: Path, open_servers: AsyncExitStack
) -> Service:
    actor = Actor(stage, partial(watch.mode, name), directory)
    server = await asyncio.start_server(actor.serve, _LOOPBACK, 0, backlog=MAX_VISITORS)
    open_servers.callback(server.close)
    return Service(stage.kind, server.sockets[0].getsockname()[1], stage.origin)


def main() -> None:
    """Run the services in the folder that the command line names; exit with 0, 1 or 2."""
    parser = argparse.ArgumentParser(prog="python -m statuspage.demo.services", description=__doc__)
    parser.add_argument("directory", type=Path, help="where services.json and modes.json lie")
    directory: Path = parser.parse_args().directory
    parent = os.environ.get("STATUSPAGE_PARENT")
    end_with_parent(int(parent) if parent else None)
    try:
        asyncio.run(run(directory))
    except OSError as error:
        parser.exit(1, f"The demo's services can't start in {directory}: {error.strerror}.\n")


if __name__ == "__main__":
    main()
