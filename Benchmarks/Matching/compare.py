"""rubricd's solver beside OR-tools on the same instances, in one run.

usage: compare.py OURS DATA [INSTANCE...]   (pip install ortools numpy)

OURS is a command that takes a RAF1 file and prints one JSON line, such as "rubricctl match --json"; DATA is
the folder with the RAF1 files and baseline_ortools.py. Each instance is solved by both in turn, three times,
so that a busy machine is busy for both; figures are of the whole process (start, reading, building, solving):
the median of seconds by the clock and by the processor, and the most memory resident. OR-tools solves by
SimpleMinCostFlow: of its solvers the one that takes upper loads, lower loads and needs above one.
"""

import json
import os
import statistics
import subprocess
import sys
import time


def run(command):
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE)
    text = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        raise SystemExit(f"{command} ended with {status}")
    answer = json.loads(text.splitlines()[-1])
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, answer


def main():
    ours, data = sys.argv[1].split(), sys.argv[2]
    names = sys.argv[3:] or sorted(n[:-4] for n in os.listdir(data) if n.endswith(".raf"))
    rounds = int(os.environ.get("ROUNDS", "3"))
    print("| instance | same total | same worst | seconds | OR-tools | ratio | CPU ratio | MB | OR-tools | ratio |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for name in names:
        path = os.path.join(data, name + ".raf")
        mine, theirs = [], []
        for _ in range(rounds):
            mine.append(run([*ours, path]))
            theirs.append(run([sys.executable, os.path.join(data, "baseline_ortools.py"), path]))
        def middle(runs, at):
            return statistics.median(r[at] for r in runs)
        one, other = mine[0][3], theirs[0][3]
        print(
            f"| {name} | {abs(one['total'] - other['total']) < 1e-6} | {abs(one['worst'] - other['worst']) < 1e-6}"
            f" | {middle(mine, 0):.3f} | {middle(theirs, 0):.3f} | {middle(theirs, 0) / middle(mine, 0):.1f}"
            f" | {middle(theirs, 1) / middle(mine, 1):.1f} | {middle(mine, 2):.0f} | {middle(theirs, 2):.0f}"
            f" | {middle(theirs, 2) / middle(mine, 2):.1f} |", flush=True)
    print("load of the machine:", os.getloadavg())


main()
