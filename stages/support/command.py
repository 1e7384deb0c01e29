"""A click command whose values are a section of params.yaml, and whose errors are one line."""

import math
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from stages.support.accepted import accepted, may_be_empty
from stages.support.by_hand import note, out_option
from stages.support.one_line import in_one_line
from stages.support.outputs import bring_back
from stages.support.params import read_section
from stages.support.paths import PARAMS
from wgan.options import (
    Choice,
    Flag,
    Integer,
    Names,
    Number,
    Option,
    Place,
    Text,
    options_of,
)


class Real(click.FloatRange):
    """A finite number; FloatRange alone lets NaN pass, as no comparison with it holds."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Parse, then refuse NaN and infinities."""
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value} is not a finite number.", param, ctx)
        return number


class StageOption(click.Option):
    """An option that `--help` shows under the heading `group`, with the value in force."""

    def __init__(self, *args: Any, group: str, **kwargs: Any) -> None:
        super().__init__(*args, **{"show_default": True, **kwargs})
        self.group = group


class StageCommand(click.Command):
    """A stage: its name is its section of params.yaml; options `by_hand` are in commands alone."""

    def __init__(
        self,
        *args: Any,
        outputs: Sequence[Path] = (),
        by_hand: Sequence[click.Option] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.outputs = outputs
        self.by_hand = (out_option(), *by_hand)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command; if it fails, bring back what DVC removed before and git has.

        SIGTERM ends it as Ctrl-C does, unless it came ignored.
        """
        before = signal.getsignal(signal.SIGTERM)
        if before is not signal.SIG_IGN:
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            return super().main(*args, **extra)
        except BaseException as end:
            if not isinstance(end, SystemExit) or end.code:
                bring_back(self.outputs)
            raise
        finally:
            signal.signal(signal.SIGTERM, before)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Those of params.yaml, then those by hand, then `--help`."""
        found = super().get_params(ctx)
        return [*found[: len(self.params)], *self.by_hand, *found[len(self.params) :]]

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Read the section as click's default_map; name the key in params.yaml when one is bad."""
        wants_help = "--help" in args
        try:
            extra["default_map"] = read_section(str(self.name), self.params)
        except click.ClickException as error:
            if not wants_help:
                raise
            click.echo(f"Warning: {error.format_message()}", err=True)
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.BadParameter as error:
            raise _explained(error, str(self.name)) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the stage; what a person can mend ends in one line, not in a traceback."""
        note(ctx)
        try:
            with in_one_line(lambda option: f"{self.name}.{option}"):
                return super().invoke(ctx)
        except KeyboardInterrupt:
            raise click.ClickException(f"stopped; `dvc repro` runs {self.name} again") from None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options under their groups, in the order of their definition."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record:
                groups.setdefault(getattr(param, "group", "Other"), []).append(record)
        for title, records in groups.items():
            with formatter.section(title):
                formatter.write_dl(records)


def stage(
    name: str, *owners: type, outputs: Sequence[Path] = (), by_hand: Sequence[click.Option] = ()
) -> Callable[[Callable[..., None]], StageCommand]:
    """Make a function the command of the stage `name`, with the options that `owners` declare.

    `outputs` are all that it writes.
    """

    def command(function: Callable[..., None]) -> StageCommand:
        for declared in reversed(options_of(*owners)):
            function = click_option(declared)(function)
        return click.command(name, cls=StageCommand, outputs=outputs, by_hand=by_hand)(function)

    return command


def click_option(declared: Option) -> Callable[[Any], Any]:
    """The decorator that adds a declared option to a command."""
    words: dict[str, Any] = {
        "default": declared.default,
        "help": declared.help,
        "group": declared.group,
    }
    match declared.kind:
        case Integer(least, most):
            words["type"] = click.IntRange(least, most)
        case Number(least, most, above, below):
            words["type"] = Real(least, most, min_open=above, max_open=below)
        case Choice(values):
            words["type"] = click.Choice(values)
        case Flag():
            words["type"] = bool
        case Place():
            words |= {"type": click.Path(path_type=Path), "default": str(declared.default)}
        case Text(noun):
            words["metavar"] = noun
        case Names(noun):
            words |= {"metavar": noun, "multiple": True}
    flag = f"--{declared.name.replace('_', '-')}"
    return click.option(flag, cls=StageOption, **words)


def _explained(error: click.BadParameter, section: str) -> click.ClickException:
    """Say what is accepted; point at the key in params.yaml, unless it was typed in a command."""
    option = error.param
    if error.ctx is None or not isinstance(option, StageOption):
        return error
    message = error.message
    if not isinstance(option.type, click.Choice):  # click lists these itself
        empty = ", or nothing" if may_be_empty(option) else ""
        words = accepted(option).replace("`", "").replace(", ", " or ")
        message = f"{message.rstrip('.')}; accepted: {words}{empty}"
    source = error.ctx.get_parameter_source(str(option.name))
    if source is not click.core.ParameterSource.DEFAULT_MAP:
        return click.BadParameter(message, error.ctx, option)
    return click.UsageError(f"{PARAMS}, {section}.{option.name}: {message}")
