"""Commands that announce: planned work, and what somebody else's outage means for us."""

import click

from statuspage.cli.posting import (
    Delivery,
    component_option,
    create,
    delivery_options,
    status_option,
    template_option,
)


@click.group()
def maintenance() -> None:
    """Announce planned work; incident update and incident resolve go on with it.

    \b
    Example:
      statuspage maintenance schedule "New switch" --starts "2026-12-05 06:00" --for 2h -m "Two breaks."
    """


@maintenance.command()
@click.argument("title", required=False)
@component_option
@click.option(
    "--starts", required=True, metavar="TIME", help="When it starts, in the site's zone or with one."
)
@click.option("--ends", metavar="TIME", help="When it ends.")
@click.option(
    "--for", "length", metavar="DURATION", help="How long it takes, such as 2h, in place of --ends."
)
@template_option
@delivery_options
def schedule(
    title: str | None,
    components: tuple[str, ...],
    starts: str,
    ends: str | None,
    length: str | None,
    template: str | None,
    delivery: Delivery,
) -> None:
    """Announce a maintenance with a window: write a new post, named by the day it starts and its TITLE.

    \b
    Example:
      statuspage maintenance schedule "New switch" --starts "2026-12-05 06:00" --for 2h -m "Two breaks."
    """
    from statuspage.drafting import Wanted
    from statuspage.model.post import Kind

    if bool(ends) == bool(length):
        raise click.UsageError("A maintenance has either --ends or --for. For example: --for 2h")
    wanted = Wanted(
        Kind.MAINTENANCE, title or "", components, starts=starts, ends=ends or "", length=length or ""
    )
    create(wanted, template, delivery)


@click.command()
@click.argument("title", required=False)
@click.option("--provider", metavar="ID", help="Whom it is about.")
@click.option("--verdict", metavar="VERDICT", help="affected, at_risk, not_affected or unknown.")
@component_option
@status_option
@template_option
@delivery_options
def advisory(
    title: str | None,
    provider: str | None,
    verdict: str | None,
    components: tuple[str, ...],
    status: str | None,
    template: str | None,
    delivery: Delivery,
) -> None:
    """Say what somebody else's outage means for us: write a new post, named by today's date and its TITLE.

    \b
    Example:
      statuspage advisory "Amazon S3 fails" --provider aws-s3 --verdict not_affected -m "We do not use it."
    """
    from statuspage.drafting import Wanted
    from statuspage.model.post import Kind

    wanted = Wanted(
        Kind.ADVISORY,
        title or "",
        components,
        state=status or "",
        provider=provider or "",
        verdict=verdict or "",
    )
    create(wanted, template, delivery)
