#!/usr/bin/env python3
"""Weighs the pairs of a plan (scrutineer roll plan) with Spark, then links them.

    spark-submit spark_roll.py PLAN -o CHANGES --partitions 64

Spark reads the records of all parts as lines, brings those of one key together (its own shuffle, which
spills to disk), and pipes each partition through `scrutineer roll worker --stream`. Retries and lost
executors are Spark's business. The lines are personal data: the executors' disks hold them for a time."""
import argparse
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import zlib

import pyspark


def key_and_line(line):
    return line.split("\t", 1)[0], line


def place_of(key):
    """The same on every executor, which Python's own hash of a text is not."""
    return zlib.crc32(key.encode("ascii"))


def weigh_all(context, binary, folder, results, partitions):
    command = shlex.join([binary, "roll", "worker", str(folder), "--stream", "--threads", "1"])
    lines = context.textFile(f"file://{folder}/*.part")
    by_key = lines.map(key_and_line).partitionBy(partitions, place_of)
    # checkCode: a worker that refuses its lines fails its task.
    by_key.values().pipe(command, checkCode=True).saveAsTextFile(f"file://{results}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("plan", type=pathlib.Path, help="the folder that scrutineer roll plan made")
    parser.add_argument("-o", "--output", help="a new folder for the changes; without it nothing is linked yet")
    parser.add_argument("--binary", default="scrutineer", help="the program, as the executors find it")
    parser.add_argument("--partitions", type=int, default=64, help="into how many Spark deals the keys out")
    parser.add_argument("--master", help="as spark-submit has it, such as local-cluster[2,1,1024]")
    choice = parser.parse_args()
    folder = choice.plan.resolve()
    if not (folder / "plan.json").is_file():
        sys.exit(f"{folder}/plan.json: no such file; make it with scrutineer roll plan")
    results = folder / "stream"
    if (results / "_SUCCESS").exists():
        print(f"{results} is there and whole: not weighed again", file=sys.stderr)
    else:
        shutil.rmtree(results, ignore_errors=True)  # of a run that was cut short
        # pip's pyspark knows where it is; the executors of local-cluster do not.
        os.environ.setdefault("SPARK_HOME", os.path.dirname(pyspark.__file__))
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        conf = pyspark.SparkConf().setAppName("scrutineer roll")
        if choice.master:
            conf.setMaster(choice.master)
        context = pyspark.SparkContext(conf=conf)
        try:
            weigh_all(context, choice.binary, folder, results, choice.partitions)
        finally:
            context.stop()
    if choice.output:
        sys.exit(subprocess.run([choice.binary, "roll", "merge", str(folder), "--stream", str(results),
                                 "-o", choice.output], check=False).returncode)


if __name__ == "__main__":
    main()
