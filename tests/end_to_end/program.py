"""Runs the real binary. SCRUTINEER_BINARY names it; the build does so."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BINARY = os.environ.get("SCRUTINEER_BINARY", str(ROOT / "build/release/src/cli/scrutineer"))
EXAMPLES = ROOT / "examples"
SHARED = pathlib.Path(os.environ.get("SCRUTINEER_SHARED", str(ROOT.parent / "shared")))


def run(*arguments, env=None, cwd=None):
    """The finished process; standard output and error as text."""
    environment = {**os.environ, **(env or {})}
    return subprocess.run([BINARY, *map(str, arguments)], capture_output=True, text=True,
                          encoding="utf-8", env=environment, cwd=cwd, timeout=600, check=False)


def result(*arguments):
    """The `result` of a verb run with --json; fails where the verb did."""
    done = run(*arguments, "--json")
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)["result"]


def question(outcome, name, basis=None, base=None):
    """One question of an outcome's result."""
    for item in outcome["questions"]:
        if item["id"] == name and basis in (None, item["basis"]) and base in (None, item["base"]):
            return item
    raise AssertionError(f"no question {name} of basis {basis} and base {base}")


class Folder:
    """A throw-away copy of an example, to be changed or broken."""

    def __init__(self, example):
        self._keep = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self._keep.name) / "folder"
        shutil.copytree(EXAMPLES / example, self.path)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._keep.cleanup()

    def write(self, name, text, encoding="utf-8"):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))

    def read(self, name):
        return (self.path / name).read_text(encoding="utf-8")
