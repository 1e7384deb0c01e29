"""The page that a person reads: one file with everything inside."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import jinja2

from wgan.report.params import Parameter
from wgan.report.words import Statement
from wgan.shown import Row


@dataclass(frozen=True)
class Picture:
    """A PNG with the text that replaces it and a caption."""

    path: Path
    alt: str
    caption: str = ""

    @property
    def uri(self) -> str:
        """The picture itself as a data URI."""
        return "data:image/png;base64," + base64.b64encode(self.path.read_bytes()).decode()


@dataclass(frozen=True)
class Section:
    """A heading, a few words, pictures side by side or below each other."""

    title: str
    text: str
    pictures: list[Picture]
    strip: bool = False


def environment(*folders: Path) -> jinja2.Environment:
    """Templates of these folders and of this one, escaped and strict."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([*folders, Path(__file__).parent]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(
    *,
    title: str,
    facts: list[str],
    statements: list[Statement],
    sections: list[Section],
    rows: list[Row],
    changed: list[Parameter],
    params: Mapping[str, list[Parameter]],
) -> str:
    """Fill the template; whatever comes from the user's data is escaped."""
    return (
        environment()
        .get_template("page.html")
        .render(
            title=title,
            facts=facts,
            statements=statements,
            sections=sections,
            rows=rows,
            changed=changed,
            params=params,
        )
    )
