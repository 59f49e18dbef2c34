"""compare.py FOLDER: every target beside what was measured.

Reads FOLDER/core.json, and gsl.json and peers.json where they are there; writes FOLDER/results.json, a
list of {"case", "metric", "ours", "other", "ratio", "target", "unit"}, and prints the same as tables in
Markdown. A ratio says how many times better ours is (for times other / ours, for rates ours / other): a
target is met when the ratio is no less. Needs nothing but Python's own library.
"""

import json
import re
import statistics
import sys
from pathlib import Path

FOLDER = Path(sys.argv[1])
SIZES = {"uk-2019": 105, "world-1000": 1000, "wiod-2011": 1435, "world-4000": 4000,
         "world-5740": 5740, "world-10045": 10045}
PLACES = {"direct-38": 120 * 38, "epci-38": 1254 * 38, "communes-17": 35000 * 17,
          "communes-38": 35000 * 38, "communes-88": 34100 * 88, "effects-38": 35000 * 38,
          "effects-88": 34100 * 88, "ranks-1": 35000 * 38,
          "ranks-2": 35000 * 38, "halves-2": 17500 * 38, "uk-180": 180 * 105}

MULTIPLIERS = "multipliers, types I and II"
CALC_L = "pymrio calc_L and products"
SHARES = "ten local shares changed, four accounts"
AGAIN = "ten local shares changed, by dgetrf"
DRAWS = "10,000 draws of all local shares"
SOLVES = "numpy solve a draw, for 10,000"
INVERSE = "the explicit inverse, of a solver"
FROM_A = "the explicit inverse, from A"
LAPACK = "dgetrf and dgetri, from A"


class Measured:
    """Medians by case and name; None where something was not measured."""

    def __init__(self):
        self.medians = {}
        self.all = []
        for path in (FOLDER / f"{name}.json" for name in ("core", "gsl", "scenario", "peers")):
            if path.exists():
                self.all += json.loads(path.read_text())["measurements"]
        for path in (*sorted(FOLDER.glob("places*.json")), *sorted(FOLDER.glob("petsc-*.json")),
                     FOLDER / "peers_places.json"):
            if path.exists():
                self.all += json.loads(path.read_text())["measurements"]
        for case in ("ranks-1", "ranks-2", "halves-2"):
            self.read_ranks(case)
        for entry in self.all:
            self.medians[entry["case"], entry["what"]] = entry["median"]

    def read_ranks(self, case):
        """What runs of examples/petsc/many_places printed: a name of 28 columns, a number, its unit.
        Each number is already the best of several solves or products of its run."""
        values = {}
        for path in sorted(FOLDER.glob(f"{case}-*.txt")):
            for line in path.read_text().splitlines():
                found = re.match(r"(.{28}) +([0-9.]+) (m?s)\b", line)
                if found:
                    scale = 1e-3 if found[3] == "ms" else 1.0
                    values.setdefault(found[1].strip(), []).append(scale * float(found[2]))
        for what, seconds in values.items():
            lower, median, upper = (statistics.quantiles(seconds, n=4, method="inclusive")
                                    if len(seconds) > 1 else seconds * 3)
            self.all.append({"case": case, "rows": PLACES[case], "what": what, "unit": "s",
                             "median": median, "lower_quartile": lower, "upper_quartile": upper,
                             "least": min(seconds), "runs": len(seconds)})

    def get(self, case, what):
        return self.medians.get((case, what))

    def machine(self, what):
        return self.medians.get(("machine", what))


def product(*factors):
    value = 1.0
    for factor in factors:
        if factor is None:
            return None
        value *= factor
    return value


def time_of_products(measured, operations):
    rate = measured.machine("dgemm, all threads")
    return None if rate is None else operations / rate


def targets(m):
    """(case, metric, ours, other, target, unit), in the order of the targets."""
    for case, target in (("uk-2019", 3), ("wiod-2011", 15), ("world-5740", 40), ("world-10045", 80)):
        yield (case, "all multipliers, types I and II, certified: pymrio calc_L and products",
               m.get(case, MULTIPLIERS), m.get(case, CALC_L), target, "s")

    for case in ("wiod-2011", "world-10045"):
        yield (case, "one new demand, four accounts: reading the multipliers",
               m.get(case, "one new demand, four accounts"), m.get(case, "reading the effects"),
               1 / 2, "s")
    yield ("wiod-2011", "one new demand, four accounts: pymrio calc_x_from_L",
           m.get("wiod-2011", "one new demand, four accounts"),
           m.get("wiod-2011", "pymrio calc_x_from_L, four accounts"), 50, "s")

    for case, target in (("uk-2019", 15), ("wiod-2011", 1000), ("world-5740", 10000)):
        yield (case, "ten local shares changed, four accounts: dgetrf again",
               m.get(case, SHARES), m.get(case, AGAIN), target, "s")

    for case, target in (("uk-2019", 12), ("wiod-2011", 40)):
        yield (case, "10,000 draws of every share: numpy solve a draw",
               m.get(case, DRAWS), m.get(case, SOLVES), target, "s")

    for batch in ("2,000 draws", "solves for 1,000 demands", "accounts of 10,000 demands"):
        yield ("wiod-2011", f"{batch}, two threads: one thread",
               m.get("wiod-2011", f"{batch}, two threads"),
               m.get("wiod-2011", f"{batch}, one thread"), 1.9, "s")

    for columns in ("one right-hand side", "four right-hand sides"):
        yield ("world-5740", f"iterative solve, {columns}: reading memory",
               m.get("world-5740", f"read by BiCGSTAB, {columns}"), m.machine("read, all threads"),
               0.7, "B/s")
    for case in ("world-4000", "world-5740"):
        yield (case, "a solver by LU: dgemm", m.get(case, "a solver by LU, made and checked"),
               m.machine("dgemm, all threads"), 0.85, "flop/s")

    yield ("wiod-2011", "all extractions, the inverse included: dgetrf a sector",
           m.get("wiod-2011", "all extractions, from A"),
           product(m.get("wiod-2011", "one extraction, by dgetrf"), 1435), 100, "s")
    yield ("wiod-2011", "the field of influence, all cells: writing them",
           m.get("wiod-2011", "the field of influence, all cells"),
           m.get("wiod-2011", "writing as many cells"), 1 / 3, "s")

    for case, slower in (("world-1000", 1.5), ("world-4000", 1.2)):
        n = SIZES[case]
        yield (case, "the explicit inverse: 2n³ operations of dgemm", m.get(case, INVERSE),
               time_of_products(m, 2.0 * n**3), 1 / slower, "s")
        yield (case, "the explicit inverse: dgetrf and dgetri", m.get(case, FROM_A),
               m.get(case, LAPACK), 1, "s")
        yield (case, "the explicit inverse: pymrio calc_L", m.get(case, FROM_A),
               m.get(case, "pymrio calc_L"), 2.5, "s")

    for case in SIZES:
        type_i = m.get(case, "multipliers, type I")
        border = m.get(case, "type II from type I")
        if type_i is not None and border is not None:
            yield (case, "types I and II: type I alone", type_i + border, type_i, 1 / 1.03, "s")


def targets_of_places(m):
    """The same for many places."""
    yield ("uk-180", "twenty years, five measures, from files to numbers: five seconds",
           m.get("uk-180", "a scenario, from its files to its numbers"), 5, 1, "s")
    solve = "a certified solve, weights and all"
    yield ("communes-38", "applies of a certified solve, weights and all: 25",
           m.get("communes-38", "applies of a certified solve, weights and all"), 25, 1, "applies")
    for case in ("communes-17", "communes-38", "communes-88"):
        limit = m.get(case, "bytes of an apply"), m.get(case, "gather rate of its neighbours")
        yield (case, "an apply: its bytes at the gather rate", m.get(case, "an apply"),
               None if None in limit else limit[0] / limit[1], 1 / 1.5, "s")
    yield ("effects-38", "applies, four accounts of types I and II: 200",
           m.get("effects-38", "applies, four accounts, types I and II"), 200, 1, "applies")
    for case, most in (("effects-38", 0.6), ("effects-88", 1.2)):
        yield (case, f"memory of the process, four accounts of types I and II: {most} GiB",
               m.get(case, "peak memory of the process"), most, 1, "GiB")
    yield ("communes-38", "trade built by gravity: ten solves",
           m.get("communes-38", "trade built by gravity"), product(10, m.get("communes-38", solve)),
           1, "s")
    for what in ("an apply", solve):
        yield ("communes-38", f"{what}, 35,000 places: ten times that of 3,500",
               m.get("communes-38", what), product(10, m.get("decade-3500", what)), 1, "s")
    yield ("direct-38", "memory of operator, solver and workspace: scipy splu's factors",
           m.get("direct-38", "memory of operator, solver and workspace"),
           m.get("direct-38", "memory of the factors"), 30, "B")
    yield ("direct-38", "a certified solve: scipy splu", m.get("direct-38", solve),
           m.get("direct-38", "scipy splu and solve"), 100, "s")
    yield ("epci-38", "a certified solve: scipy bicgstab, assembled", m.get("epci-38", solve),
           m.get("epci-38", "scipy bicgstab"), 5, "s")
    shell = "PETSc, shell matrix: a certified solve from nothing"
    for method in ("gmres and ILU(0)", "bcgs and ILU(0)", "bcgs and the diagonal"):
        yield ("epci-38", f"PETSc, shell matrix, from nothing: AIJ, {method}, assembled before",
               m.get("epci-38", shell),
               m.get("epci-38", f"PETSc, AIJ, {method}: preconditioner and solve"), 5, "s")
    yield ("epci-38", "PETSc, memory of shell matrix, description and KSP: AIJ, bcgs and the diagonal",
           m.get("epci-38", "PETSc, shell matrix: memory, description and KSP included"),
           m.get("epci-38", "PETSc, AIJ, bcgs and the diagonal: memory of matrix and KSP"), 30, "B")
    for what in ("output for one demand", "job multipliers"):
        yield ("ranks-2", f"PETSc, {what}, two ranks: one rank", m.get("ranks-2", what),
               m.get("ranks-1", what), 1.9, "s")


def judge(m):
    results = []
    for case, metric, ours, other, target, unit in (*targets(m), *targets_of_places(m)):
        ratio = None
        if ours is not None and other is not None:
            ratio = ours / other if unit.endswith("/s") else other / ours
        results.append({"case": case, "metric": metric, "ours": ours, "other": other, "ratio": ratio,
                        "target": round(target, 4), "unit": unit})
    return results


def amount(value, unit):
    if value is None:
        return "–"
    if unit == "s":
        for scale, name in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")):
            if value >= scale:
                break
        return f"{value / scale:.3g} {name}"
    if unit.endswith("/s"):
        return f"{value / 1e9:.3g} G{unit}"
    if unit == "B":
        return f"{value / 2**20:.3g} MiB"
    return f"{value:.3g} {unit}"


def print_tables(m, results):
    print("\n| rows | ours: against | ours | other | ratio | target | |")
    print("|---:|---|---:|---:|---:|---:|---|")
    for r in results:
        verdict = "not measured"
        if r["ratio"] is not None:
            verdict = "met" if r["ratio"] >= r["target"] else "**missed**"
        ratio = "–" if r["ratio"] is None else f"{r['ratio']:.3g}"
        rows = SIZES.get(r["case"], PLACES.get(r["case"]))
        print(f"| {rows:,} | {r['metric']} | {amount(r['ours'], r['unit'])} "
              f"| {amount(r['other'], r['unit'])} | {ratio} | {r['target']:.3g} | {verdict} |")
    print("\n| case | rows | measured | median | quartiles | runs |")
    print("|---|---:|---|---:|---:|---:|")
    for e in m.all:
        print(f"| {e['case']} | {e['rows']:,} | {e['what']} | {amount(e['median'], e['unit'])} "
              f"| {amount(e['lower_quartile'], e['unit'])} to {amount(e['upper_quartile'], e['unit'])} "
              f"| {e['runs']} |")


def main():
    measured = Measured()
    results = judge(measured)
    (FOLDER / "results.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    print_tables(measured, results)


main()
