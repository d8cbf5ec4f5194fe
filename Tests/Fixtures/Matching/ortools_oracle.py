"""Solves matching problems with OR-tools, for the tests to compare with.

usage: ortools_oracle.py FILE: one problem a line, as JSON with needs, loads [lower, upper], pairs
[submission, evaluator, affinity] and groups [most, evaluators] of whom a submission may have only so many.
Prints one line for each: reviews placed, reviews that count towards lower loads, total affinity; of all
flows one that is best in this order.
"""

import json
import sys

from ortools.graph.python import min_cost_flow


def solve(problem):
    needs, loads, pairs = problem["needs"], problem["loads"], problem["pairs"]
    flow = min_cost_flow.SimpleMinCostFlow()
    reviews = sum(needs)
    most = max([abs(a) for _, _, a in pairs], default=0) + 1
    lower_unit = most * (2 * reviews + 2)
    placed_unit = lower_unit * (reviews + 2)
    count, sink = len(needs), len(needs) + len(loads)
    group_of = {e: g for g, (_, members) in enumerate(problem["groups"]) for e in members}
    between = {}

    def start(s, e):
        """The submission itself, or the node between it and the evaluator's group."""
        if e not in group_of:
            return s
        key = (s, group_of[e])
        if key not in between:
            between[key] = sink + 1 + len(between)
            flow.add_arc_with_capacity_and_unit_cost(s, between[key], problem["groups"][key[1]][0], 0)
        return between[key]

    arcs = [
        flow.add_arc_with_capacity_and_unit_cost(start(s, e), count + e, 1, -a - placed_unit) for s, e, a in pairs
    ]
    below = []
    for e, (lower, upper) in enumerate(loads):
        below.append(flow.add_arc_with_capacity_and_unit_cost(count + e, sink, lower, -lower_unit))
        flow.add_arc_with_capacity_and_unit_cost(count + e, sink, upper - lower, 0)
    for s, need in enumerate(needs):
        flow.add_arc_with_capacity_and_unit_cost(s, sink, need, 0)
        flow.set_node_supply(s, need)
    flow.set_node_supply(sink, -reviews)
    if flow.solve() != flow.OPTIMAL:
        raise SystemExit("no optimum")
    total = sum(a for arc, (_, _, a) in zip(arcs, pairs) if flow.flow(arc))
    return sum(flow.flow(arc) for arc in arcs), sum(flow.flow(arc) for arc in below), total


for line in open(sys.argv[1]):
    print(*solve(json.loads(line)))
