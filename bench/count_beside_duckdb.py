#!/usr/bin/env python3
"""Reading, checking and consolidating a large CSV of returns, beside DuckDB, which only sums it.

    count_beside_duckdb.py SCRUTINEER FILE.csv

DuckDB (pip install duckdb; left out where it is not installed) knows the types of the columns, uses two
threads, and sums every column by district; its file is warm and its interpreter started. Ours is the
whole command: every check of every form, sums at every level. Both in turn; medians of five."""
import os
import resource
import statistics
import subprocess
import sys
import time

RUNS = 5


def duckdb_sum(path):
    import duckdb
    with open(path, encoding="utf-8") as file:
        header = file.readline().rstrip("\n").split(",")
    counts = header[3:]
    types = ", ".join(f"'{name}': '{'INTEGER' if name in counts else 'VARCHAR'}'" for name in header)
    sums = ", ".join(f'sum("{name}")' for name in counts)
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    query = (f"select district, {sums} from read_csv('{path}', header = true, delim = ',', "
             f"quote = '\"', columns = {{{types}}}) group by district")
    return lambda: connection.execute(query).fetchall()


def timed(run):
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main():
    scrutineer, path = sys.argv[1:]
    command = [scrutineer, "count", "consolidate", path, "--level", "district", "--threads", "2"]
    ours = lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    try:
        theirs = duckdb_sum(path)
    except ImportError:
        theirs = None
    seconds = {"ours": [], "duckdb": []}
    for run in range(RUNS + 1):  # the first warms up
        for name, work in (("ours", ours), ("duckdb", theirs)):
            taken = timed(work) if work else float("nan")
            if run > 0:
                seconds[name].append(taken)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    our, their = statistics.median(seconds["ours"]), statistics.median(seconds["duckdb"])
    print(f"read, check and consolidate {our:.2f} s; DuckDB reads and sums {their:.2f} s "
          f"({our / their:.1f} ×); peak memory {peak / os.path.getsize(path):.1f} × the file")


if __name__ == "__main__":
    main()
