"""The command: parse, call one function, print, and exit with 0 (fine), 1 (wrong input) or 2 (wrong use)."""

import logging
from typing import Any

import click

from statuspage.cli.announce import advisory, maintenance
from statuspage.cli.backup import backup, restore
from statuspage.cli.demo import demo
from statuspage.cli.doctor import doctor
from statuspage.cli.incident import incident
from statuspage.cli.notify import notify
from statuspage.cli.preview import preview
from statuspage.cli.probe import probe
from statuspage.cli.providers import providers
from statuspage.cli.publish import publish, watch
from statuspage.cli.run import monitor, serve, web
from statuspage.cli.site import build, init, lint
from statuspage.cli.status import status
from statuspage.cli.terminal import LogFormat, say
from statuspage.errors import StatusPageError


class _Command(click.Group):
    """Turns our own errors into one sentence and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except StatusPageError as error:
            say(error, err=True)
            ctx.exit(1)


@click.group(cls=_Command, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="statuspage-generator", prog_name="statuspage")
def main() -> None:
    """A public status page from health checks and incident posts in git.

    \b
    Example:
      statuspage init mysite && statuspage serve mysite
    """
    log = logging.StreamHandler()
    log.setFormatter(LogFormat())
    logging.basicConfig(handlers=[log], level=logging.INFO)


for command in (
    serve,
    monitor,
    web,
    build,
    publish,
    watch,
    lint,
    init,
    probe,
    doctor,
    demo,
    preview,
    backup,
    restore,
    incident,
    maintenance,
    advisory,
    notify,
    providers,
    status,
):
    main.add_command(command)
