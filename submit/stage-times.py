#!/usr/bin/env python3
"""What the stages of a Spark application took, from its event log.

    submit/nalsm train ... -- --conf spark.eventLog.enabled=true --conf spark.eventLog.dir=file:/tmp/events
    submit/stage-times.py /tmp/events/*

A line a stage: its name, tasks, and summed over the tasks seconds of processor time and of wall time, the wall time that
tasks were under way beside the work (getting the task, unpacking it, sending the result), and bytes of the results. Python 3
without further libraries; reads event logs that are one file, or a folder of such (events_*), not compressed.
"""

import json
import pathlib
import sys


def lines(log):
    files = sorted(log.glob("events_*")) if log.is_dir() else [log]
    for file in files:
        with open(file, encoding="utf-8") as opened:
            yield from opened


def stages(log):
    """Sums over the successful tasks of each stage, by its number."""
    found = {}
    for line in lines(log):
        event = json.loads(line)
        if event["Event"] == "SparkListenerStageCompleted":
            stage = found.setdefault(event["Stage Info"]["Stage ID"], {})
            stage["name"] = event["Stage Info"]["Stage Name"]
        elif event["Event"] == "SparkListenerTaskEnd" and "Task Metrics" in event and not event["Task Info"]["Failed"]:
            stage = found.setdefault(event["Stage ID"], {})
            info, metrics = event["Task Info"], event["Task Metrics"]
            run = metrics["Executor Run Time"] / 1e3
            for key, value in {
                "tasks": 1,
                "cpu": metrics["Executor CPU Time"] / 1e9,
                "run": run,
                "beside": (info["Finish Time"] - info["Launch Time"]) / 1e3 - run,
                "result": metrics["Result Size"],
            }.items():
                stage[key] = stage.get(key, 0) + value
    return found


def main(logs):
    print(f"{'tasks':>6} {'CPU s':>9} {'run s':>9} {'beside s':>9} {'result B':>10}  stage")
    for log in map(pathlib.Path, logs):
        print(f"# {log.name}")
        for _, stage in sorted(stages(log).items()):
            if "tasks" in stage:
                print(
                    f"{stage['tasks']:6d} {stage['cpu']:9.2f} {stage['run']:9.2f} {stage['beside']:9.2f}"
                    f" {stage['result']:10d}  {stage.get('name', '')}"
                )


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] in ("-h", "--help"):
        sys.exit(__doc__.strip())
    main(sys.argv[1:])
