"""Names in params.yaml are what a person typed, whatever YAML makes of them."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from image_files import flat

from stages.prepare import main
from stages.support.as_written import written

ODD = ("007", "1e3", "nan", "null", "True", "yes", "-1", "00014", "0x1F", "1_000", "2020-01-01")


def test_the_text_as_it_stands() -> None:
    text = "other: 1\nprepare:\n  classes: [007, null, 'a b', ~]\n  path: 08\n  a: {b: 1}\n  c: [[1]]\n"
    assert written(text, "prepare") == {"classes": ["007", "null", "a b", "~"], "path": "08"}
    assert written(text, "train") == {}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("form", ["[{}]", "{}", "\n    - {}", "['{}']", '["{}"]'])
def test_a_class_by_its_text(in_tmp: Path, name: str, form: str) -> None:
    if name == "null" and form == "{}":
        pytest.skip("that is no value")
    for each in ODD:
        Path("raw", each).mkdir(parents=True)
        for number in range(10):
            Path("raw", each, f"{number}.png").write_bytes(flat(number))
    value = form.format(name)
    Path("params.yaml").write_text(
        f"prepare:\n  dataset: folder\n  path: raw\n  image_size: 8\n  classes: {value}\n"
        "  validation: 0.2\n  test: 0.2\n"
    )
    result = CliRunner().invoke(main)
    assert result.exit_code == 0, result.output
    assert f"1 class: {name} (10)\n" in result.stdout
