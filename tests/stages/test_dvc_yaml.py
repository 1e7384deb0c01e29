"""dvc.yaml against the code: commands, dependencies, outputs."""

import ast
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import stages.support.paths
from wgan.options import SECTIONS

ROOT = Path(__file__).parents[2]
DOCUMENT = YAML(typ="safe", pure=True).load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))
STAGES = DOCUMENT["stages"]


GIVEN = {"${prepare.path}${end}", "${train.start_from}${end}"}
"""Dependencies that options name."""


def local_imports(path):
    """Files of this project that the one at `path` imports, wherever in it, packages included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            parts = name.split(".")
            for depth in range(1, len(parts) + 1):
                base = ROOT.joinpath(*parts[:depth])
                yield from (
                    file
                    for file in (base.with_suffix(".py"), base / "__init__.py")
                    if file.is_file()
                )


def closure(path):
    found, new = set(), {path, path.parent / "__init__.py"}
    while new:
        found |= new
        new = {file for known in new for file in local_imports(known)} - found
    return {file.relative_to(ROOT).as_posix() for file in found}


def outputs(stage):
    kinds = (stage.get(kind, []) for kind in ("outs", "metrics", "plots"))
    return {next(iter(out)) if isinstance(out, dict) else out for kind in kinds for out in kind}


def code_deps(stage):
    return {dep for dep in stage["deps"] if dep.startswith(("stages", "wgan"))}


def test_the_stages_are_those_of_params():
    assert tuple(STAGES) == SECTIONS
    for name, stage in STAGES.items():
        # only this form runs a queued experiment's own code
        assert stage["cmd"] == f"python -m stages.{name}"
        assert name in stage["params"]


@pytest.mark.parametrize("name", SECTIONS)
def test_imports_are_deps_and_deps_are_imports(name):
    deps = code_deps(STAGES[name])
    files = closure(ROOT / f"stages/{name}.py")
    uncovered = {f for f in files if not any(f == dep or f.startswith(f"{dep}/") for dep in deps)}
    assert not uncovered
    unused = {dep for dep in deps if not any(f == dep or f.startswith(f"{dep}/") for f in files)}
    assert not unused


def test_template_files_are_deps_too():
    data_files = {
        p.parent
        for p in (ROOT / "wgan").rglob("*")
        if p.suffix in {".j2", ".css", ".html"} and "comparison" not in p.parts
    }
    assert all(
        any(folder.is_relative_to(ROOT / dep) for dep in code_deps(STAGES["evaluate"]))
        for folder in data_files
    )


def test_packages_import_one_way():
    # what belongs to no stage builds on the report
    rooms = {**dict.fromkeys(("data", "gan", "evaluation", "report"), ""), "comparison": "report"}
    for room, other in rooms.items():
        for path in (ROOT / "wgan" / room).rglob("*.py"):
            for file in local_imports(path):
                relative = file.relative_to(ROOT)
                assert relative.parts[0] == "wgan", f"{path} imports {relative}"
                assert len(relative.parts) == 2 or relative.parts[1] in {room, other}, (
                    f"{path}: {relative}"
                )


def test_what_a_stage_reads_another_writes_or_git_holds():
    written = {out for stage in STAGES.values() for out in outputs(stage)}
    for stage in STAGES.values():
        for dep in stage["deps"]:
            if dep == "data/prepared/dataset.json":
                continue
            assert dep in written or dep in GIVEN or (ROOT / dep).exists(), dep


def test_outputs_are_the_paths_of_the_contract():
    named = {
        path.as_posix() for path in vars(stages.support.paths).values() if isinstance(path, Path)
    }
    undeclared = {
        "params.yaml",
        stages.support.paths.CHECKPOINTS.as_posix(),
        stages.support.paths.BY_HAND.as_posix(),
        stages.support.paths.PNG.as_posix(),  # below --out alone
        stages.support.paths.FAILED_HISTORY.as_posix(),
        stages.support.paths.START.as_posix(),
        stages.support.paths.LIVE.as_posix(),
        stages.support.paths.COMPARISON.as_posix(),
    }
    assert {out for stage in STAGES.values() for out in outputs(stage)} == named - undeclared


def test_cached_outputs_are_ignored_by_git_from_the_start():
    for stage in STAGES.values():
        for kind in ("outs", "metrics", "plots"):
            for out in stage.get(kind, []):
                uncached = isinstance(out, dict) and next(iter(out.values())).get("cache") is False
                path = ROOT / (next(iter(out)) if isinstance(out, dict) else out)
                ignore = path.parent / ".gitignore"
                lines = ignore.read_text().splitlines() if ignore.is_file() else []
                assert (f"/{path.name}" in lines) != uncached, out


def test_no_output_or_code_keeps_the_run_cache_from_working():
    for stage in STAGES.values():
        assert not {"always_changed", "frozen", "wdir"} & set(stage)
        for out in stage.get("outs", []):
            assert isinstance(out, str), f"{out}: an option here loses the run cache"


def test_prepare_and_evaluate_never_import_tensorflow():
    modules = sorted(
        file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for name in ("prepare", "evaluate")
        for file in closure(ROOT / f"stages/{name}.py")
    )
    code = (
        f"import sys, {', '.join(modules)}; "
        "sys.exit(str({'tensorflow', 'keras', 'torch'} & set(sys.modules) or ''))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == ""


def test_caches_of_python_are_no_dependency():
    lines = (ROOT / ".dvcignore").read_text().splitlines()
    assert any(fnmatch("__pycache__/", line) for line in lines)
    assert any(fnmatch("x.pyc", line) for line in lines)
