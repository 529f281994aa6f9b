"""bench/run similarity: how well copies are told from programs of strangers, and what a large problem costs.

usage: bench/run similarity [--irplag FOLDER] [--peers FOLDER | --no-peers] [--count N] [--pairs]

The corpus is bench/corpus/PROBLEM/LANGUAGE/: honest/NAME.ext are strangers; copies/DISGUISE/NAME.ext is a disguised copy of
NAME (NAME_and_OTHER: of two). A pair of a copy and its source is positive. A pair of two sources, or of a copy and a source that
it was not made of, is negative; two copies are not counted. --irplag is the unpacked IR-Plag data set: each task's original
against its other files. A peer is measured on the groups that it can read.
"""

import argparse
import collections
import itertools
import pathlib
import statistics
import subprocess
import sys
import tempfile

import similarity_peers

CORPUS = pathlib.Path("bench/corpus")
PROGRAM = "build/release/similarity_bench"
EXTENSIONS = {".c": "c", ".cpp": "cpp", ".go": "go", ".java": "java", ".js": "javascript", ".py": "python"}
# Not looked at while the engine was tuned.
HELD_OUT_PROBLEM, HELD_OUT_DISGUISE = "grid_path", "extract"
THRESHOLD, UNUSUAL = 0.8, 2
FIELDS = ("similarity", "longest", "total", "weighted", "wording", "structure_unusual", "wording_unusual", "unusual", "too_short")

# Name, what is there when it is installed, how to install and to measure it.
PEERS = (("Dolos 23/17", "venv", similarity_peers.install_dolos, similarity_peers.measure_dolos),
         ("JPlag 4.3", "lib", similarity_peers.install_jplag, similarity_peers.measure_jplag))

Pair = collections.namedtuple("Pair", "group left right positive kind scores")


def corpus_files():
    for path in sorted(CORPUS.rglob("*")):
        if path.suffix in EXTENSIONS:
            problem, language = path.relative_to(CORPUS).parts[:2]
            yield f"{problem}/{language}", language, str(path), "copy" if "copies" in path.parts else "class"


def corpus_label(left, right):
    """(positive, disguise), or nothing when the pair is not counted."""
    paths = sorted((pathlib.Path(left), pathlib.Path(right)), key=lambda path: "copies" in path.parts)
    first, second = paths
    if "copies" in first.parts:
        return None
    if "copies" not in second.parts:
        return False, "honest"
    return (True, second.parent.name) if first.stem in second.stem.split("_and_") else (False, "other source")


def irplag_files(folder):
    for path in sorted(pathlib.Path(folder).rglob("*.java")):
        case = next(part for part in path.parts if part.startswith("case-"))
        yield case, "java", str(path), "copy" if "plagiarized" in path.parts else "class"


def irplag_label(left, right):
    original = [path for path in (left, right) if "/original/" in path]
    other = right if original and original[0] == left else left
    if len(original) != 1:
        return None
    if "/non-plagiarized/" in other:
        return False, "not plagiarised"
    return True, next(part for part in pathlib.Path(other).parts if part.startswith("L") and part[1:].isdigit())


def run(arguments, files):
    lines = "".join("\t".join(file) + "\n" for file in files)
    return subprocess.run([PROGRAM, *arguments], input=lines, capture_output=True, text=True, check=True).stdout.splitlines()


def measure(files, label):
    """Pairs that `label` knows, those of a refused program without scores."""
    pairs, refused, seconds = [], {}, {}
    for line in run(["pairs"], files):
        kind, *fields = line.split("\t")
        if kind == "refused":
            refused[fields[1]] = fields[2]
        elif kind == "time":
            seconds = {"programs": int(fields[0]), "read": float(fields[1]) / 1e6, "pairs": int(fields[2]), "compare": float(fields[4]) / 1e6}
        elif kind == "pair":
            known = label(fields[1], fields[2])
            if known is not None:
                pairs.append(Pair(fields[0], fields[1], fields[2], *known, dict(zip(FIELDS, map(float, fields[3:])))))
    for (group, _, left, _), (other_group, _, right, _) in itertools.combinations(files, 2):
        known = label(left, right) if group == other_group and (left in refused or right in refused) else None
        if known is not None:
            pairs.append(Pair(group, left, right, *known, None))
    return pairs, refused, seconds


def auc(positives, negatives):
    """Chance that a copy scores above a stranger; ties count half."""
    if not positives or not negatives:
        return float("nan")
    wins = sum((p > n) + (p == n) / 2 for p in positives for n in negatives)
    return wins / len(positives) / len(negatives)


def recall_at(positives, negatives, share):
    """Recall at the least threshold that no more than this share of the strangers passes."""
    allowed = int(len(negatives) * share)
    threshold = sorted(negatives, reverse=True)[allowed] if allowed < len(negatives) else float("-inf")
    return sum(p > threshold for p in positives) / len(positives), threshold


def table(title, pairs, scores):
    """scores: name -> function of a pair, None where it does not know the pair."""
    print(f"\n{title}")
    kinds = sorted({pair.kind for pair in pairs if pair.positive})
    copies, refused = sum(pair.positive for pair in pairs), sum(pair.scores is None for pair in pairs)
    print(f"  {copies} copies, {len(pairs) - copies} pairs of strangers; {refused} of them not compared")
    print(f"  {'':<22}" + "".join(f"{kind:>12}" for kind in ["all"] + kinds))
    for name, score in scores.items():
        known = [(pair, score(pair)) for pair in pairs if score(pair) is not None]
        bad = [value for pair, value in known if not pair.positive]
        columns = [[value for pair, value in known if pair.positive and kind in ("all", pair.kind)] for kind in ["all"] + kinds]
        if not bad or not columns[0]:
            continue
        _, threshold = recall_at(columns[0], bad, 0.05)
        for what, figure in ((f"   AUC, {len(columns[0])} copies, {len(bad)} strangers", lambda good: f"{auc(good, bad):.3f}"),
                             (f"   recall at 5 % false positives (above {threshold:.2f})",
                              lambda good: f"{sum(g > threshold for g in good) / len(good):.2f}"),
                             (f"   median (strangers {statistics.median(bad):.2f})", lambda good: f"{statistics.median(good):.2f}")):
            print(f"  {name:<22}" + "".join(f"{figure(good) if good else '-':>12}" for good in columns) + what)
            name = ""


def at_threshold(title, pairs, score, threshold):
    pairs = [pair for pair in pairs if score(pair) is not None]
    positives, negatives = [p for p in pairs if p.positive], [p for p in pairs if not p.positive]
    hits, false = sum(score(p) >= threshold for p in positives), sum(score(p) >= threshold for p in negatives)
    precision = hits / (hits + false) if hits + false else float("nan")
    print(f"  {title:<44} recall {hits / len(positives):.2f}  precision {precision:.2f}  false positives {false} of {len(negatives)}"
          f" ({100 * false / len(negatives):.1f} %)")


def report(title, pairs, peers):
    def figure(name):
        return lambda pair: pair.scores and pair.scores[name]
    scores = {"unusual": figure("unusual")}
    if any(pair.scores is None for pair in pairs):
        scores["unusual, refused as 0"] = lambda pair: pair.scores["unusual"] if pair.scores else 0.0
    scores |= {"structure": figure("similarity"), "structure, weighted": figure("weighted"), "wording": figure("wording")}
    for name, found in peers.items():
        groups = {group for group, _, _ in found}
        scores[name] = lambda p, found=found, groups=groups: (found.get((p.group, *sorted((p.left, p.right))), 0.0)
                                                              if p.group in groups else None)
    table(title, pairs, scores)
    at_threshold(f"structure >= {THRESHOLD}", pairs, scores["structure"], THRESHOLD)
    at_threshold(f"unusual >= {UNUSUAL}", pairs, scores["unusual"], UNUSUAL)
    for name in peers:
        at_threshold(f"{name} >= {THRESHOLD}", pairs, scores[name], THRESHOLD)


def corpus_report(pairs, peers):
    def tuned(pair):
        return not pair.group.startswith(HELD_OUT_PROBLEM) and pair.kind != HELD_OUT_DISGUISE
    report("Our corpus, looked at while tuning", [p for p in pairs if tuned(p)], peers)
    report(f"Held out: the problem {HELD_OUT_PROBLEM}", [p for p in pairs if p.group.startswith(HELD_OUT_PROBLEM)], peers)
    report(f"Held out: the disguise {HELD_OUT_DISGUISE}", [p for p in pairs if not p.positive or p.kind == HELD_OUT_DISGUISE], peers)


def main():
    parser = argparse.ArgumentParser(prog="bench/run similarity")
    parser.add_argument("--irplag", help="folder of the unpacked IR-Plag data set")
    parser.add_argument("--peers", help="folder in which the peers are installed, or installed into")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--count", type=int, default=10_000, help="programs of the large problem")
    parser.add_argument("--pairs", action="store_true", help="print each pair")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(options.peers or temporary)
        measures = {}
        for name, installed, install, measure_peer in PEERS if not options.no_peers else ():
            missing = None if (folder / installed).exists() else install(folder)
            if missing:
                print(f"{name} is not measured: {missing}")
            else:
                measures[name] = measure_peer
        sets = [("corpus", list(corpus_files()), corpus_label, corpus_report)]
        if options.irplag:
            sets.append(("IR-Plag", list(irplag_files(options.irplag)), irplag_label,
                         lambda pairs, peers: report("IR-Plag: original against each other file", pairs, peers)))
        for name, files, label, show in sets:
            pairs, refused, seconds = measure(files, label)
            found = {peer: measure_peer(folder, files) for peer, measure_peer in measures.items()}
            if options.pairs:
                for pair in pairs:
                    print(pair.positive, pair.kind, pair.left, pair.right, *(f"{key}={value:.2f}" for key, value in (pair.scores or {}).items()))
            show(pairs, {peer: scores for peer, (scores, _) in found.items()})
            print(f"\n  {name}: {seconds['programs']} programs read in {1000 * seconds['read']:.0f} ms, {seconds['pairs']} pairs compared in "
                  f"{1000 * seconds['compare']:.0f} ms of the processor; {len(refused)} not compared")
            for peer, (_, spent) in found.items():
                print(f"  {peer}: {1000 * spent:.0f} ms, {spent / (seconds['read'] + seconds['compare']):.1f} times as much")
            for reason, count in collections.Counter(refused.values()).items():
                print(f"    {count} {reason}")

    largest = [file for file in corpus_files() if file[0] == "word_count/python"]
    fields = run(["scale", str(options.count)], largest)[0].split("\t")[1:]
    print(f"\nOne problem of {fields[0]} programs: indexed in {float(fields[2]):.2f} s; one more {float(fields[3]):.2f} ms (median), "
          f"{float(fields[4]):.2f} ms (worst); memory {int(fields[5]) / 2**20:.0f} MiB counted, {int(fields[6]) / 2**20:.0f} MiB resident")
    return 0


if __name__ == "__main__":
    sys.exit(main())
