"""OR-tools' minimum-cost flow on a RAF1 file: the greatest total within lower and upper loads.

usage: ortools_flow.py FILE.raf       (pip install ortools numpy)

Prints one JSON line: total, worst, and the seconds to read, build and solve.
"""

import json
import sys
import time

import numpy
from ortools.graph.python import min_cost_flow


def read(path):
    with open(path, "rb") as file:
        if file.read(4) != b"RAF1":
            raise SystemExit(f"{path}: no RAF1 header")
        submissions, evaluators = (int(n) for n in numpy.fromfile(file, "<u4", 2))
        pairs = int(numpy.fromfile(file, "<u8", 1)[0])
        parts = [("<i4", submissions), ("<i4", evaluators), ("<i4", evaluators),
                 ("<u8", submissions + 1), ("<i4", pairs), ("<i4", pairs)]
        return [numpy.fromfile(file, kind, count) for kind, count in parts]


def main():
    start = time.perf_counter()
    needs, lower, upper, rows, columns, affinities = read(sys.argv[1])
    begun = time.perf_counter()
    submissions, evaluators, pairs = len(needs), len(lower), len(columns)
    row_of = numpy.repeat(numpy.arange(submissions, dtype=numpy.int32), numpy.diff(rows).astype(numpy.int64))
    nodes = numpy.arange(submissions, submissions + evaluators, dtype=numpy.int32)
    sink = submissions + evaluators
    # Each evaluator takes the lower load for sure; what may come on top flows to the sink.
    network = min_cost_flow.SimpleMinCostFlow()
    network.add_arcs_with_capacity_and_unit_cost(
        numpy.concatenate([row_of, nodes]),
        numpy.concatenate([columns + submissions, numpy.full(evaluators, sink)]).astype(numpy.int32),
        numpy.concatenate([numpy.ones(pairs), upper - lower]).astype(numpy.int64),
        numpy.concatenate([-affinities, numpy.zeros(evaluators)]).astype(numpy.int64))
    rest = int(needs.sum()) - int(lower.sum())
    network.set_nodes_supplies(
        numpy.arange(sink + 1, dtype=numpy.int32),
        numpy.concatenate([needs, -lower, [-rest]]).astype(numpy.int64))
    built = time.perf_counter()
    if network.solve() != network.OPTIMAL:
        raise SystemExit(f"{sys.argv[1]}: no assignment gives every submission what it needs")
    solved = time.perf_counter()
    flow = network.flows(numpy.arange(pairs, dtype=numpy.int32))
    served = numpy.bincount(row_of, weights=flow * affinities, minlength=submissions)
    print(json.dumps({
        "total": served.sum() / 1e6, "worst": served[needs > 0].min() / 1e6, "readSeconds": begun - start,
        "buildSeconds": built - begun, "solveSeconds": solved - built}))


main()
