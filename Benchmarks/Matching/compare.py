"""rubricctl match beside OR-tools on the same instances, in one run.

usage: compare.py RUBRICCTL FOLDER [INSTANCE...]     (pip install ortools numpy)

FOLDER holds RAF1 files, "NAME.raf" (generate.py writes the synthetic ones), and instances as tables: "NAME.tsv" or
"NAME.tsv.gz" with "NAME.loads.tsv", which are written to RAF1 first, so that both read the same bytes. Without
INSTANCE, all of them. ROUNDS=3 in the environment says how often.

Both solve each instance in turn, so that a busy machine is busy for both. Figures are of the whole process (start,
reading, building, solving): the median of seconds by the clock and by the processor, and the most memory resident.
A ratio above 1 is in favour of rubricctl. OR-tools solves by SimpleMinCostFlow: of its solvers the one that takes
upper loads, lower loads and needs above one. The last column is rubricctl's time for the fairest assignment over its
time for the greatest total; FAIREST=0 leaves it out. The exit status is 1 if a total differs.
"""

import array
import gzip
import json
import os
import statistics
import struct
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
COLUMNS = ["instance", "total", "worst", "s", "OR-tools s", "ratio", "CPU s", "OR-tools CPU s", "ratio", "MB",
           "OR-tools MB", "ratio", "fairest: total", "worst", "s", "times"]


def run(command):
    """Seconds by the clock and by the processor, MB at most, and the answer."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE)
    text = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        raise SystemExit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    answer = json.loads(text.splitlines()[-1])
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, answer


def lines(path):
    opened = gzip.open(path, "rt") if path.endswith(".gz") else open(path, encoding="utf-8")
    with opened as file:
        next(file)
        for line in file:
            if line.strip():
                yield line.rstrip("\r\n").split("\t")


def converted(folder, name):
    """The RAF1 file of an instance; made from its tables if there is none."""
    path = os.path.join(folder, name + ".raf")
    if os.path.exists(path):
        return path
    needs, loads, rows = {}, {}, {}
    for kind, key, low, high in lines(os.path.join(folder, name + ".loads.tsv")):
        if kind == "S":
            needs[key] = int(low)
        else:
            loads[key] = (int(low), int(high))
    submission = {key: place for place, key in enumerate(sorted(needs))}
    evaluator = {key: place for place, key in enumerate(sorted(loads))}
    table = os.path.join(folder, name + ".tsv")
    for one, other, affinity in lines(table if os.path.exists(table) else table + ".gz"):
        rows.setdefault(submission[one], []).append((evaluator[other], round(float(affinity) * 1e6)))
    starts, columns, affinities = array.array("Q", [0]), array.array("i"), array.array("i")
    for place in range(len(needs)):
        for column, affinity in sorted(rows.get(place, [])):
            columns.append(column)
            affinities.append(affinity)
        starts.append(len(columns))
    bounds = [loads[key] for key in sorted(loads)]
    with open(path + ".part", "wb") as file:
        file.write(b"RAF1" + struct.pack("<IIQ", len(needs), len(loads), len(columns)))
        for numbers in (array.array("i", [needs[key] for key in sorted(needs)]),
                        array.array("i", [low for low, _ in bounds]), array.array("i", [high for _, high in bounds]),
                        starts, columns, affinities):
            if sys.byteorder == "big":
                numbers.byteswap()
            numbers.tofile(file)
    os.replace(path + ".part", path)
    return path


def instances(folder):
    names = set()
    for name in os.listdir(folder):
        if name.endswith(".raf"):
            names.add(name[:-4])
        elif name.endswith(".loads.tsv"):
            names.add(name[:-len(".loads.tsv")])
    return sorted(names, key=lambda name: os.path.getsize(converted(folder, name)))


def middle(runs, at):
    return statistics.median(one[at] for one in runs)


def main():
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    ours, folder = [*sys.argv[1].split(), "match", "--json"], sys.argv[2]
    theirs = [sys.executable, os.path.join(HERE, "ortools_flow.py")]
    rounds, status = int(os.environ.get("ROUNDS", "3")), 0
    print("| " + " | ".join(COLUMNS) + " |")
    print("|" + " --- |" * len(COLUMNS))
    for name in sys.argv[3:] or instances(folder):
        path = converted(folder, name)
        mine, other, fair = [], [], []
        for _ in range(rounds):
            mine.append(run([*ours, path]))
            other.append(run([*theirs, path]))
            if os.environ.get("FAIREST", "1") == "1":
                fair.append(run([*ours, "--fairest", path]))
        one, two = mine[0][3], other[0][3]
        cells = [name]
        for what in ("total", "worst"):
            # Ties may be broken either way, so only the total must be the same; the worst is then told.
            is_same = abs(one[what] - two[what]) < 1e-6
            status |= what == "total" and not is_same
            cells.append(f"{one[what]:.6f}" + ("" if is_same else f" (OR-tools {two[what]:.6f})"))
        for at, digits in ((0, 3), (1, 3), (2, 0)):
            us, them = middle(mine, at), middle(other, at)
            cells += [f"{us:.{digits}f}", f"{them:.{digits}f}", f"{them / us:.1f}"]
        if fair:
            answer = fair[0][3]
            cells += [f"{answer['total']:.6f}", f"{answer['worst']:.6f}", f"{middle(fair, 0):.3f}",
                      f"{middle(fair, 0) / middle(mine, 0):.1f}"]
        print("| " + " | ".join(cells) + " |", flush=True)
    print("load of the machine:", " ".join(f"{load:.1f}" for load in os.getloadavg()))
    return int(status)


sys.exit(main())
