"""
Click in Vietnamese: help pages and complaints about wrong use.

Click's own words are English and come from its message catalogue; a station's people read Vietnamese.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import click

_OPTIONS = "[TÙY CHỌN]"


class _Formatted(click.Command):
    """What a command and a group have in common."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Hiện hướng dẫn này."
        return option

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [_OPTIONS if piece == self.options_metavar else piece for piece in super().collect_usage_pieces(ctx)]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Cách dùng: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = (parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option))
        records = [record for option in options if (record := option.get_help_record(ctx))]
        if records:
            with formatter.section("Tùy chọn"):
                formatter.write_dl([(name, text.replace("[required]", "[bắt buộc]")) for name, text in records])


class Command(_Formatted):
    """A command with a Vietnamese help page."""


class Group(_Formatted, click.Group):
    """Commands by name, each imported only when it is called."""

    command_class = Command

    def __init__(self, *args: Any, modules: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        """
        Make the group.

        Args:
            *args: As click's.
            modules: Command name → module whose attribute ``command`` it is.
            **kwargs: As click's.
        """
        super().__init__(*args, **kwargs | {"subcommand_metavar": "LỆNH [THAM SỐ]..."})
        self._modules = dict(modules or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self._modules, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self._modules:
            found: click.Command = import_module(self._modules[cmd_name]).command
            return found
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            raise click.UsageError(f"không có lệnh “{name}”. {_nearest(name, self.list_commands(ctx))}", ctx)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, command.get_short_help_str(100)) for name, command in commands if command is not None]
        if rows:
            with formatter.section("Các lệnh"):
                formatter.write_dl(rows)


def explain(error: click.ClickException) -> str:
    """Return what is wrong with the way a command was called, and what to do."""
    for kind, words in _EXPLAINED.items():
        if isinstance(error, kind):
            return words(error)
    return error.format_message()


def _no_such_option(error: Any) -> str:
    return f"không có tùy chọn “{error.option_name}”. {_nearest(error.option_name, error.possibilities or ())}".strip()


def _missing(error: Any) -> str:
    parameter = error.param
    if isinstance(parameter, click.Argument):
        return f"thiếu {parameter.make_metavar()}."
    return f"thiếu tùy chọn {'/'.join(parameter.opts)}." if parameter else "thiếu tham số."


def _bad_value(error: Any) -> str:
    parameter = error.param
    if parameter is None:
        return str(error.message)
    name = "/".join(parameter.opts) if isinstance(parameter, click.Option) else parameter.make_metavar()
    kind = parameter.type
    if isinstance(kind, click.Choice):
        return f"{name}: dùng một trong {', '.join(map(str, kind.choices))}."
    if isinstance(kind, click.Path):
        return f"{name}: không có tệp hoặc thư mục này, hoặc không đọc được."
    return f"{name}: {error.message}"


def _usage(error: Any) -> str:
    message = str(error.message)
    if message.startswith("Got unexpected extra argument"):
        return "thừa tham số: " + message[message.find("(") + 1 : message.rfind(")")] + "."
    if "requires" in message:
        return f"tùy chọn {getattr(error, 'option_name', '')} cần một giá trị đi sau."
    return message


_EXPLAINED: dict[type[click.ClickException], Callable[[Any], str]] = {
    click.NoSuchOption: _no_such_option,
    click.MissingParameter: _missing,
    click.BadParameter: _bad_value,
    click.UsageError: _usage,
}


def _nearest(name: str, known: Any) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"Có phải ý là “{close[0]}”?" if close else ""
