#!/usr/bin/env python3
"""Weighs the parts of a plan (scrutineer roll plan) on Dask's workers, then links them.

    dask_roll.py PLAN -o CHANGES                       # two processes on this machine
    dask_roll.py PLAN -o CHANGES --scheduler tcp://…   # the workers of a cluster

A task runs the program on one part; the plan's folder is one that all workers see. A worker that is
lost, or a task that fails, is Dask's business: a part may be weighed as often as one likes. Nothing
of a roll passes through Dask, only numbers of parts."""
import argparse
import json
import pathlib
import subprocess
import sys

from distributed import Client, LocalCluster, as_completed


def weigh(binary, folder, part):
    """On a worker: one part, weighed and written; the same bytes whoever does it."""
    done = subprocess.run([binary, "roll", "worker", folder, "--part", str(part), "--threads", "1", "--quiet"],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"part {part}: {done.stderr.strip()}")
    return part


def weigh_all(client, binary, folder, retries=3):
    plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    parts = range(1, len(plan["parts"]) + 1)
    # Not pure: a part is done when its file is there, whatever Dask remembers of an earlier run.
    tasks = [client.submit(weigh, binary, str(folder), part, retries=retries, pure=False) for part in parts]
    for count, task in enumerate(as_completed(tasks), 1):
        task.result()
        print(f"{count} of {len(tasks)} parts", file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("plan", type=pathlib.Path, help="the folder that scrutineer roll plan made")
    parser.add_argument("-o", "--output", help="a new folder for the changes; without it nothing is linked yet")
    parser.add_argument("--binary", default="scrutineer", help="the program, as the workers find it")
    parser.add_argument("--scheduler", help="address of a scheduler; without it workers on this machine")
    parser.add_argument("--scheduler-file", help="the file in which a scheduler has left its address")
    parser.add_argument("--workers", type=int, default=2, help="how many on this machine")
    choice = parser.parse_args()
    folder = choice.plan.resolve()
    if not (folder / "plan.json").is_file():
        sys.exit(f"{folder}/plan.json: no such file; make it with scrutineer roll plan")
    if choice.scheduler or choice.scheduler_file:
        with Client(choice.scheduler, scheduler_file=choice.scheduler_file) as client:
            weigh_all(client, choice.binary, folder)
    else:
        with LocalCluster(n_workers=choice.workers, threads_per_worker=1, dashboard_address=None) as cluster:
            with Client(cluster) as client:
                weigh_all(client, choice.binary, folder)
    if choice.output:
        sys.exit(subprocess.run([choice.binary, "roll", "merge", str(folder), "-o", choice.output],
                                check=False).returncode)


if __name__ == "__main__":
    main()
