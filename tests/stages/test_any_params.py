"""Any params.yaml at all: a run, or one clear line.

WGAN_FUZZ sets how many inputs each test tries; a long run takes 10,000.
"""

import importlib
import os

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from stages.support.command import StageCommand
from wgan.options import SECTIONS

TRIES = os.environ.get("WGAN_FUZZ")
KEYS = {
    name: [option.name for option in importlib.import_module(f"stages.{name}").main.params]
    for name in SECTIONS
}
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates()
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(scalars, inner, max_size=3),
    max_leaves=6,
)


def accepting(name):
    """The stage's command with its options, and nothing behind them."""
    command = importlib.import_module(f"stages.{name}").main
    return StageCommand(name, params=command.params, callback=lambda **_: None)


def check(text, name):
    with open("params.yaml", "wb") as file:  # noqa: PTH123
        file.write(text)
    result = CliRunner().invoke(accepting(name), [])
    assert result.exception is None or isinstance(result.exception, SystemExit), text
    if result.exit_code:
        lines = result.output.splitlines()
        assert sum(line.startswith("Error: ") for line in lines) == 1, result.output
        assert "Traceback" not in result.output


@pytest.mark.parametrize("name", SECTIONS)
@given(data=st.data())
@settings(
    max_examples=int(TRIES or 60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_values(name, data, in_tmp):
    section = data.draw(st.dictionaries(st.sampled_from(KEYS[name]) | scalars, values, max_size=4))
    document = data.draw(st.just({name: section}) | values)
    with open("params.yaml", "w", encoding="utf-8") as file:  # noqa: PTH123
        try:
            YAML(typ="safe", pure=True).dump(document, file)
        except Exception:  # what YAML can't say is not a params.yaml
            return
    with open("params.yaml", "rb") as file:  # noqa: PTH123
        check(file.read(), name)


@given(
    st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace"))
)
@settings(
    max_examples=int(TRIES or 200),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_bytes(in_tmp, text):
    check(text, "sample")
