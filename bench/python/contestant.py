"""The contestant's end of a comparison: a line when ready, a line for each repetition, a line at the end."""

import json
import os
import sys
import time


def serve(repeat, figures=None):
    """Repeats the work for every line of input, until there is none; says what each repetition took."""
    say("ready")
    for _ in sys.stdin:
        start, cpu = time.perf_counter(), cpu_seconds()
        repeat()
        say({"wallSeconds": time.perf_counter() - start, "cpuSeconds": cpu_seconds() - cpu})
    say({"peakBytes": peak_bytes(), "figures": figures() if figures else {}})


def cpu_seconds():
    """User and system time of all threads of this process."""
    return time.process_time()


def peak_bytes():
    """The most memory that was ever resident."""
    with open("/proc/self/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def say(line):
    print(json.dumps(line), flush=True)
