"""Sources are found by their files, and each answers for its own options."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from wgan.data import sources
from wgan.data.source import Source
from wgan.errors import InputError
from wgan.options import Place, Text, option, options_of

ROOT = Path(__file__).parents[2]


def test_a_file_is_a_source() -> None:
    files = {path.stem for path in (ROOT / "wgan/data/sources").glob("[!_]*.py")}
    assert files == {name.replace("-", "_") for name in sources.DATASETS}
    assert {"mnist-5k", "mnist", "fashion-mnist", "folder"} <= set(sources.DATASETS)
    assert options_of(sources.Chosen)[0].default in sources.DATASETS


def test_a_source_takes_its_own_options(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/1.png").write_bytes(b"not looked at")
    values = {"dataset": "folder", "path": tmp_path, "labels": "", "image_size": 8}
    assert sources.open_source(values).names == ("a/1.png",)


@pytest.mark.parametrize("name", ["labels", "label_column"])
def test_an_option_of_another_source(name: str) -> None:
    values = {"dataset": "mnist-5k", "path": Path("elsewhere"), "labels": "", "label_column": ""}
    assert len(sources.open_source(values).names) == 5000, "a path is always given"
    with pytest.raises(InputError, match="x is for dataset folder; mnist-5k does not") as caught:
        sources.open_source(values | {name: "x"})
    assert caught.value.option == name


def test_a_path_that_is_there_was_meant(tmp_path: Path) -> None:
    for path in (tmp_path, Path("https://example.org/a.zip")):
        with pytest.raises(InputError, match="is for dataset folder; mnist-5k does not") as caught:
            sources.open_source({"dataset": "mnist-5k", "path": path})
        assert caught.value.option == "path"
    for path, message in ((Path(), "is empty"), (Path("s3://b/x"), "only http and https")):
        with pytest.raises(InputError, match=message):
            sources.open_source({"dataset": "folder", "path": path})


def test_an_option_of_several_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass(frozen=True)
    class Pathed:
        path: Path = option(Path("data/raw"), Place(), "Where.", "Source")
        key: str = option("", Text(), "Which.", "Source")

        def open(self) -> Source:
            return self  # type: ignore[return-value]

    @dataclass(frozen=True)
    class More(Pathed):
        more: str = option("", Text(), "What else.", "Source")

    @dataclass(frozen=True)
    class Plain:
        def open(self) -> Source:
            return self  # type: ignore[return-value]

    found = {"plain": Plain, "a": Pathed, "b-c": More}
    monkeypatch.setattr(sources, "DATASETS", tuple(found))
    monkeypatch.setattr(sources, "find", found.__getitem__)
    assert [each.name for each in options_of(*sources.owners())] == ["path", "key", "more"]
    given = {"dataset": "b-c", "path": Path("p"), "key": "k", "more": "m"}
    assert sources.open_source(given) == More(Path("p"), "k", "m")
    assert sources.open_source(given | {"dataset": "a", "more": ""}) == Pathed(Path("p"), "k")
    with pytest.raises(InputError, match="m is for dataset b-c; a does not read it"):
        sources.open_source(given | {"dataset": "a"})
    with pytest.raises(InputError, match="k is for dataset a or b-c; plain does not read it"):
        sources.open_source(given | {"dataset": "plain"})
    assert sources.open_source({"dataset": "plain", "path": Path("p")}) == Plain()


def test_the_source_that_the_docs_write() -> None:
    text = (ROOT / "docs/data.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    names = {"__name__": "blobs"}
    exec(code, names)
    source = names["Dataset"]().open()
    assert [source.classes[label] for label in source.labels[[0, -1]]] == ["dark", "light"]
    assert [delivery.read().max() for delivery in source.deliver(np.array([0, 99]))] == [0, 255]


def imported(code: str) -> set[str]:
    """The modules that are there after a process has run the code."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return set(done.stdout.split())


def test_declarations_import_nothing_that_takes_time() -> None:
    modules = imported("import stages.prepare")
    assert {"wgan.data.decoding.look", "wgan.data.sources.folder"} <= modules
    assert not {"numpy", "PIL", "cv2", "pooch", "mlxtend", "pandas"} & modules


def test_no_file_of_data_imports_tensorflow() -> None:
    """Sources are found while running, so the imports that a reader of the code sees are not all."""
    modules = imported(
        "import importlib, pkgutil, wgan.data\n"
        "for each in pkgutil.walk_packages(wgan.data.__path__, 'wgan.data.'):\n"
        "    importlib.import_module(each.name)"
    )
    assert "wgan.data.files.tarred" in modules
    assert not {"tensorflow", "keras", "torch"} & modules
