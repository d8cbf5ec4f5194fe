"""Writes the synthetic instances of the comparison as RAF1 files, the same on every machine.

usage: generate.py FOLDER [NAME...]     (district, state, national, cvpr-shape, cvpr2018-shape; default: the first two)

Integers only; random numbers are SplitMix64. T = max(4, evaluators / 25) topics. An evaluator draws a first and a
second topic. A submission draws two topics; the lower one is its topic, so that low topics are in demand. With so
many candidates asked for: until they are that many, three draws of four take one of the topic's evaluators, the
fourth takes anybody (after four times as many draws, all take anybody). Dense: everybody, and 3 of 100 drop out as
conflicts. The affinity, in millionths, is 550,000 if the topic is one of the evaluator's and 100,000 if not, plus
less than 400,000 at random, plus 50,000 if the submission's higher topic is one of theirs. Upper loads are 115 % of
the mean, lower ones half of it, rounded outwards; FOLDER may hold "NAME.loads.txt" with the bounds of each evaluator,
lower and upper on a line, which then hold instead: cvpr-shape and cvpr2018-shape need them.
"""

import array
import os
import struct
import sys

MASK = (1 << 64) - 1
#        submissions, evaluators, candidates (0: dense), need, seed
SIZES = {
    "district": (142, 12, 0, 3, 20260714),
    "state": (20_000, 1_500, 40, 3, 20260715),
    "national": (200_000, 10_000, 40, 3, 20260716),
    "cvpr-shape": (2_623, 1_373, 0, 3, 20260717),
    "cvpr2018-shape": (5_062, 2_840, 0, 3, 20260718),
}


class SplitMix64:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)


def bounds(folder, name, submissions, evaluators, need):
    path = os.path.join(folder, name + ".loads.txt")
    if os.path.exists(path):
        numbers = [int(word) for word in open(path, encoding="ascii").read().split()]
        if len(numbers) != 2 * evaluators:
            raise SystemExit(f"{path}: {len(numbers)} numbers, expected {2 * evaluators}")
        return numbers[0::2], numbers[1::2]
    if name.endswith("-shape"):
        raise SystemExit(f"{path} is needed: the bounds of {evaluators} evaluators, two numbers a line")
    reviews = need * submissions
    upper = (reviews * 115 + 100 * evaluators - 1) // (100 * evaluators)
    lower = reviews * 50 // (100 * evaluators)
    return [lower] * evaluators, [upper] * evaluators


def generate(folder, name):
    submissions, evaluators, candidates, need, seed = SIZES[name]
    lower, upper = bounds(folder, name, submissions, evaluators, need)
    draw = SplitMix64(seed).next
    topics = max(4, evaluators // 25)
    first, second, members = [], [], [[] for _ in range(topics)]
    for evaluator in range(evaluators):
        one, other = draw() % topics, draw() % topics
        first.append(one)
        second.append(other)
        members[one].append(evaluator)
        if other != one:
            members[other].append(evaluator)
    rows, columns, affinities = array.array("Q", [0]), array.array("i"), array.array("i")
    for _ in range(submissions):
        one, other = draw() % topics, draw() % topics
        topic, higher = min(one, other), max(one, other)
        if candidates == 0:
            chosen = [e for e in range(evaluators) if draw() % 100 >= 3]
        else:
            found, tries, own = set(), 0, members[topic]
            while len(found) < candidates:
                if tries < 4 * candidates and draw() % 4 < 3 and own:
                    found.add(own[draw() % len(own)])
                else:
                    found.add(draw() % evaluators)
                tries += 1
            chosen = sorted(found)
        for evaluator in chosen:
            own = (first[evaluator], second[evaluator])
            base = 550_000 if topic in own else 100_000
            affinities.append(base + draw() % 400_000 + (50_000 if higher in own else 0))
            columns.append(evaluator)
        rows.append(len(columns))
    path = os.path.join(folder, name + ".raf")
    with open(path + ".part", "wb") as file:
        file.write(b"RAF1" + struct.pack("<IIQ", submissions, evaluators, len(columns)))
        for numbers in (array.array("i", [need] * submissions), array.array("i", lower),
                        array.array("i", upper), rows, columns, affinities):
            if sys.byteorder == "big":
                numbers.byteswap()
            numbers.tofile(file)
    os.replace(path + ".part", path)
    print(f"{path}: {submissions} submissions, {evaluators} evaluators, {len(columns)} pairs")


def main():
    if len(sys.argv) < 2 or any(name not in SIZES for name in sys.argv[2:]):
        raise SystemExit(__doc__)
    os.makedirs(sys.argv[1], exist_ok=True)
    for name in sys.argv[2:] or ["district", "state"]:
        generate(sys.argv[1], name)


main()
