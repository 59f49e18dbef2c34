"""peers.py FOLDER: what others take for the same numbers.

Reads the matrices that bench_core wrote to FOLDER, times numpy, scipy and pymrio on them, checks that
their numbers are ours, and writes FOLDER/peers.json. Large arrays of numpy are advised for huge pages,
as ours are.
"""

import json
import statistics
import sys
import time
from pathlib import Path

import numpy
import pymrio
import scipy.linalg
import threadpoolctl

FOLDER = Path(sys.argv[1])
INCOME = 1  # the second account
measurements = []


def load(case, what):
    path = FOLDER / f"{case}-{what}.npy"
    return numpy.load(path) if path.exists() else None  # "quick" wrote no large ones


def measure(case, what, runs, job, times=1.0):
    """Seconds for the job, `times` of it; after one run that warms up, unless there is only one."""
    repeats = 1
    if runs > 1:
        begun = time.perf_counter()
        job()
        repeats = max(1, int(1e-3 / (time.perf_counter() - begun)))
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter()
        for _ in range(repeats):
            job()
        seconds.append((time.perf_counter() - begun) / repeats * times)
    if runs > 1:
        lower, median, upper = statistics.quantiles(seconds, n=4, method="inclusive")
    else:
        lower = median = upper = seconds[0]
    rows = len(load(case, "demand")[0])
    measurements.append({"case": case, "rows": rows, "what": what, "unit": "s", "median": median,
                         "lower_quartile": lower, "upper_quartile": upper, "least": min(seconds),
                         "runs": runs})
    print(f"{case:12} {rows:6}  {what:54} {median:11.4g} s        ({lower:.4g} to {upper:.4g})",
          flush=True)


def must_agree(what, theirs, ours):
    difference = numpy.abs(theirs - ours).max() / numpy.abs(ours).max()
    if not difference <= 1e-8:
        sys.exit(f"peers: {what}: their numbers and ours differ by {difference:.1e} of the largest")


def add_households(effects, consumption):
    """Type II effects from those of Type I: what bench_core does, by the same products."""
    induced = effects @ consumption / (1.0 - effects[INCOME] @ consumption)
    return numpy.vstack([effects, effects + numpy.outer(induced, effects[INCOME])])


def all_multipliers(case, runs):
    """Types I and II, four accounts: by the inverse, as pymrio does; and by LU, as one could."""
    coefficients, accounts, consumption = (load(case, what) for what in
                                           ("coefficients", "accounts", "consumption"))
    ours = load(case, "effects")
    rows = len(coefficients)
    found = {}

    def by_pymrio():
        inverse = pymrio.calc_L(coefficients)
        found["effects"] = add_households(accounts @ inverse, consumption[0])

    def by_numpy():
        system = numpy.eye(rows) - coefficients
        found["effects"] = add_households(numpy.linalg.solve(system.T, accounts.T).T, consumption[0])

    def by_scipy():
        factors = scipy.linalg.lu_factor(numpy.eye(rows) - coefficients)
        found["effects"] = add_households(scipy.linalg.lu_solve(factors, accounts.T, trans=1).T,
                                          consumption[0])

    for what, job in (("pymrio calc_L and products", by_pymrio),
                      ("numpy solve and products", by_numpy),
                      ("scipy lu_factor and products", by_scipy)):
        measure(case, what, runs, job)
        must_agree(f"{case}, {what}", found.pop("effects"), ours)


def one_demand(case, runs):
    """A new demand, by the inverse that is there; and what its accounts are."""
    inverse = pymrio.calc_L(load(case, "coefficients"))
    accounts, demand = load(case, "accounts"), load(case, "demand")[0]
    found = {}

    def by_pymrio():
        found["totals"] = accounts @ pymrio.calc_x_from_L(inverse, demand)

    measure(case, "pymrio calc_x_from_L, four accounts", runs, by_pymrio)
    must_agree(f"{case}, calc_x_from_L", found["totals"], load(case, "effects")[:4] @ demand)


def draws(case, runs):
    """Draws of all local shares: a solve for each."""
    coefficients, accounts = load(case, "coefficients"), load(case, "accounts")
    demand, factors, ours = load(case, "demand")[0], load(case, "draws"), load(case, "drawn-totals")
    identity = numpy.eye(len(coefficients))

    def draw(number):
        output = numpy.linalg.solve(identity - factors[number][:, None] * coefficients, demand)
        return accounts @ output

    for number in range(len(factors)):
        must_agree(f"{case}, draw {number}", draw(number), ours[number])
    numbers = iter(range(10**9))
    measure(case, "numpy solve a draw, for 10,000", 2 * runs, lambda: draw(next(numbers) % len(factors)),
            10000.0)


def inverse(case, runs):
    coefficients = load(case, "coefficients")
    measure(case, "pymrio calc_L", runs, lambda: pymrio.calc_L(coefficients))
    measure(case, "numpy inv", runs, lambda: numpy.linalg.inv(numpy.eye(len(coefficients))
                                                              - coefficients))


def kernels():
    return [{key: pool.get(key) for key in ("internal_api", "version", "architecture", "num_threads")}
            for pool in threadpoolctl.threadpool_info() if pool.get("user_api") == "blas"]


def main():
    # case, runs (the largest take minutes: few), what is compared
    for case, runs, jobs in (
            ("uk-2019", 11, (all_multipliers, one_demand, draws)),
            ("wiod-2011", 11, (all_multipliers, one_demand, draws)),
            ("world-1000", 11, (inverse,)),
            ("world-4000", 5, (inverse,)),
            ("world-5740", 3, (all_multipliers,)),
            ("world-10045", 1, (all_multipliers,))):
        for job in jobs:
            if load(case, "demand") is not None:
                job(case, runs)
    result = {"numpy": numpy.__version__, "scipy": scipy.__version__, "pymrio": pymrio.__version__,
              "blas": kernels(), "measurements": measurements}
    (FOLDER / "peers.json").write_text(json.dumps(result, indent=1))
    print("peers' BLAS:", json.dumps(kernels()))


main()
