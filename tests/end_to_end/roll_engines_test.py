"""The parts of a roll's linkage on Dask and on Spark, of whose two workers one is killed half-way: the same digests
as from one thread, two threads and 16 parts. Spark comes from PyPI, pinned by version and digest, into a folder
outside the repository; what is absent (Dask, Java, PyPI) is skipped loudly."""
import contextlib
import hashlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from end_to_end.program import BINARY, ROOT, run
from end_to_end.roll_parts_test import BLOCKED, planned, simulated, weigh

DRIVERS = ROOT / "drivers"
PARTS = 16
PATIENCE = 500  # seconds, on a machine that does much else
# Which Python has what: the tests' own, Debian's, or a venv of earlier.
SPARK_VENV = pathlib.Path(tempfile.gettempdir()) / "scrutineer-pyspark-3.5.1"


def python_with(module, *more):
    for python in (os.environ.get("SCRUTINEER_PYTHON", sys.executable), "/usr/bin/python3", *more):
        with contextlib.suppress(OSError):
            if subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0:
                return str(python)
    return None


def python_with_spark():
    """With its pinned digests, as drivers/requirements.txt has them; asked for once."""
    python = python_with("pyspark", SPARK_VENV / "bin/python")
    if python:
        return python
    try:
        subprocess.run([sys.executable, "-m", "venv", SPARK_VENV], check=True, capture_output=True, timeout=120)
        subprocess.run([SPARK_VENV / "bin/pip", "install", "--quiet", "--require-hashes", "-r",
                        DRIVERS / "requirements.txt"], check=True, capture_output=True, timeout=300)
    except (OSError, subprocess.SubprocessError):
        shutil.rmtree(SPARK_VENV, ignore_errors=True)
        return None
    return python_with("pyspark", SPARK_VENV / "bin/python")


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in pathlib.Path(folder).iterdir()}


def descendants(pid):
    """Numbers of the processes below one of ours, with what each was started as."""
    parents = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                stat = (entry / "stat").read_text()
                parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    below, found = [pid], {}
    while below:
        parent = below.pop()
        for child in [p for p, of in parents.items() if of == parent]:
            below.append(child)
            with contextlib.suppress(OSError):
                found[child] = pathlib.Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
    return found


class Engines(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.keep = tempfile.TemporaryDirectory()
        cls.place = pathlib.Path(cls.keep.name)
        cls.rolls = simulated(cls.place)
        done = run("roll", "diff", *cls.rolls, *BLOCKED, "--threads", 1, "-o", cls.place / "one")
        assert done.returncode == 0, done.stderr
        cls.expected = digests(cls.place / "one")

    @classmethod
    def tearDownClass(cls):
        cls.keep.cleanup()

    def stopping_half_way(self, name):
        """The program, of which three workers go on at once and all others only when a file is there, so that
        whatever starts how slowly, half-way is when the three are done: (program, file)."""
        program, go = self.place / f"{name}-program", self.place / f"{name}-go"
        program.write_text(f"""#!/bin/sh
if [ "$2" = worker ]; then
  for slot in 1 2 3; do
    mkdir '{self.place}/{name}-slot-'$slot 2>/dev/null && exec '{BINARY}' "$@"
  done
  until [ -e '{go}' ]; do sleep 0.1; done
fi
exec '{BINARY}' "$@"
""")
        program.chmod(0o755)
        return program, go

    def start(self, command, log, **environment):
        """A process of ours and all that it starts; ended with the test."""
        with (self.place / log).open("wb") as out:
            process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
                                       env={**os.environ, **environment})
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        # Its whole session: what it started does not outlive it.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def wait_for(self, condition, driver, log):
        until = time.monotonic() + PATIENCE
        while not condition():
            said = (self.place / log).read_text("utf-8", "replace")
            self.assertIsNone(driver.poll(), f"ended before it was half-way: {said[-2000:]}")
            self.assertLess(time.monotonic(), until, said[-2000:])
            time.sleep(0.05)

    def finish(self, driver, log):
        code = driver.wait(PATIENCE)
        said = (self.place / log).read_text("utf-8", "replace")
        self.assertEqual(code, 0, said[-3000:])
        return said

    def test_two_threads_and_sixteen_parts(self):
        run("roll", "diff", *self.rolls, *BLOCKED, "--threads", 2, "-o", self.place / "two")
        self.assertEqual(digests(self.place / "two"), self.expected)
        plan = planned(self.place, self.rolls, "sixteen", PARTS)
        weigh(plan, range(1, PARTS + 1))
        run("roll", "merge", plan, "-o", self.place / "merged")
        self.assertEqual(digests(self.place / "merged"), self.expected)

    def test_two_dask_workers_of_which_one_is_killed_half_way(self):
        python = python_with("distributed")
        if not python:
            self.skipTest("Dask is absent: apt-get install python3-distributed")
        plan = planned(self.place, self.rolls, "dask-plan", PARTS)
        address = self.place / "scheduler.json"
        scheduler = self.start([python, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
                                "--no-dashboard", "--scheduler-file", address], "scheduler.log")
        self.wait_for(address.exists, scheduler, "scheduler.log")
        workers = [self.start([python, "-m", "distributed.cli.dask_worker", "--scheduler-file", address, "--no-nanny",
                               "--nthreads", "1", "--no-dashboard", "--local-directory", self.place / f"dask-{n}"],
                              f"worker-{n}.log") for n in range(2)]

        def registered():
            return (self.place / "scheduler.log").read_text("utf-8").count("Register worker") == 2

        self.wait_for(registered, workers[0], "scheduler.log")
        program, go = self.stopping_half_way("dask")
        driver = self.start([python, DRIVERS / "dask_roll.py", plan, "--scheduler-file", address, "--binary",
                             program, "-o", self.place / "dask"], "dask.log")

        def done():
            return len(list((plan / "results").glob("part-*.result")))

        self.wait_for(lambda: done() == 3, driver, "dask.log")
        workers[0].send_signal(signal.SIGKILL)
        self.assertEqual(workers[0].wait(60), -signal.SIGKILL)
        self.assertEqual(done(), 3)
        go.touch()
        self.finish(driver, "dask.log")
        self.assertIn("Remove worker", (self.place / "scheduler.log").read_text("utf-8"))
        self.assertIsNone(workers[1].poll())
        self.assertEqual(digests(self.place / "dask"), self.expected)

    def test_two_spark_executors_of_which_one_is_killed_half_way(self):
        if not shutil.which("java"):
            self.skipTest("Java is absent: apt-get install openjdk-17-jre-headless")
        python = python_with_spark()
        if not python:
            self.skipTest("pyspark is absent, and PyPI did not give it")
        plan = planned(self.place, self.rolls, "spark-plan", 2)
        # Five Java machines start: no pages of Spark's own, and no time spent on compiling them well.
        quick = f"-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.io.tmpdir={self.place}"
        (self.place / "conf").mkdir()
        (self.place / "conf/spark-defaults.conf").write_text(
            f"spark.ui.enabled false\nspark.driver.extraJavaOptions {quick}\n"
            f"spark.executor.extraJavaOptions {quick}\n")
        program, go = self.stopping_half_way("spark")
        driver = self.start([python, DRIVERS / "spark_roll.py", plan, "--binary", program, "--partitions", str(PARTS),
                             "--master", "local-cluster[2,1,1024]", "-o", self.place / "spark"], "spark.log",
                            SPARK_CONF_DIR=str(self.place / "conf"), SPARK_LOCAL_IP="127.0.0.1",
                            SPARK_LOCAL_DIRS=str(self.place / "spark-local"))

        def committed():
            return len(list((plan / "stream").glob("_temporary/0/task_*")))

        def executors():
            # Each is a Java process below the driver's; scripts that started one are of another name.
            return [pid for pid, command in descendants(driver.pid).items()
                    if "CoarseGrainedExecutorBackend" in command and "java" in command.split(" ", 1)[0]]

        self.wait_for(lambda: committed() == 3 and len(executors()) == 2, driver, "spark.log")
        os.kill(executors()[0], signal.SIGKILL)
        self.assertEqual(committed(), 3)
        go.touch()
        said = self.finish(driver, "spark.log")
        self.assertIn("Lost executor", said)
        self.assertEqual(len(list((plan / "stream").glob("part-*"))), PARTS)
        self.assertEqual(digests(self.place / "spark"), self.expected)


if __name__ == "__main__":
    unittest.main()
