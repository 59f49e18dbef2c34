"""peers_python.py FOLDER [--calls PROGRAM]: what the Python package takes, beside C and beside pymrio.

Three questions, in one process: what Python adds to a small call; whether 10,000 demands from numpy take
what they take in C (PROGRAM is bench_calls, run in turn with ours); and whether the ratios against pymrio on
the United Kingdom's table and on WIOD hold from Python. Every number of others is compared with ours. Writes
FOLDER/peers-python.json.
"""

import argparse
import json
import statistics
import subprocess
import time
from pathlib import Path

import numpy
import pandas
import pymrio

import preston

SOURCE = Path(__file__).resolve().parents[1]
RUNS = 11
ACCOUNTS = 4
DEMANDS = 10_000
measurements = []


def seconds_of(job, runs=RUNS, which=statistics.median):
    """The median (or another number) of some runs, after one that warms up; short jobs are repeated."""
    begun = time.perf_counter()
    job()
    repeats = max(1, int(2e-3 / max(time.perf_counter() - begun, 1e-9)))
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        for _ in range(repeats):
            job()
        taken.append((time.perf_counter() - begun) / repeats)
    return which(taken)


def report(case, what, ours, other, other_is):
    measurements.append({"case": case, "what": what, "ours": ours, "other": other, "other is": other_is,
                         "ratio": other / ours})
    print(f"{case:10} {what:52} {ours:10.4g} s  {other_is:28} {other:10.4g} s  ratio {other / ours:8.3f}",
          flush=True)


def must_agree(what, theirs, ours):
    difference = numpy.abs(theirs - ours).max() / numpy.abs(ours).max()
    if not difference <= 1e-8:
        raise SystemExit(f"peers_python: {what}: they differ by {difference:.1e} of the largest")


# --- tables ---


def united_kingdom():
    return preston.Table.read(SOURCE / "examples" / "data" / "uk-2019").coefficients()


def world():
    """WIOD 2011 as its files have it: 41 economies × 35 sectors."""
    folder = SOURCE / "bench" / "data" / "wiod-2011"
    flows, output = (pandas.read_csv(folder / f"wiot2011_{name}", index_col=0).to_numpy(float)
                     for name in ("Z.csv.gz", "x.csv"))
    output = output.ravel()
    return numpy.divide(flows, output, out=numpy.zeros_like(flows), where=output != 0.0)


# --- against pymrio ---


def with_households(effects, consumption):
    """Type II effects from Type I, both n × accounts; the second account is income."""
    income = effects[:, 1]
    induced = effects.T @ consumption / (1.0 - income @ consumption)
    return numpy.hstack([effects, effects + numpy.outer(income, induced)])


def beside_pymrio(case, coefficients):
    """All multipliers of four accounts, Types I and II, from nothing; then one new demand."""
    rows = len(coefficients)
    random = numpy.random.default_rng(2011)
    accounts = numpy.asfortranarray(random.random((rows, ACCOUNTS)) * 0.5)
    accounts[:, 0] = 1.0
    consumption = random.random(rows)
    consumption *= 0.6 / consumption.sum()
    demand = random.random(rows)
    found = {}

    def ours():
        system = preston.Operator.dense(coefficients)
        solver = preston.Solver(system, right_hand_sides=ACCOUNTS)
        effects, certificate = solver.solve(accounts, transposed=True)
        found["certified"] = certificate.certified
        found["ours"] = with_households(effects, consumption)

    def theirs():
        found["theirs"] = with_households((accounts.T @ pymrio.calc_L(coefficients)).T, consumption)

    report(case, "all multipliers, types I and II, certified", seconds_of(ours), seconds_of(theirs),
           "pymrio calc_L and products")
    must_agree(f"{case}, multipliers", found["theirs"], found["ours"])
    assert found["certified"]
    one_demand(case, coefficients, accounts, demand, found["ours"])


def one_demand(case, coefficients, accounts, demand, effects):
    inverse = pymrio.calc_L(coefficients)
    weights = numpy.asfortranarray(effects[:, :ACCOUNTS])
    asked = demand[:, None]
    out = numpy.empty((ACCOUNTS, 1))
    found = {}

    def theirs():
        found["theirs"] = accounts.T @ pymrio.calc_x_from_L(inverse, demand)

    report(case, "one new demand, four accounts",
           seconds_of(lambda: preston.matrix.account_totals(weights, asked, out=out)),
           seconds_of(theirs), "pymrio calc_x_from_L")
    must_agree(f"{case}, one demand", found["theirs"], out[:, 0])


# --- beside C ---


def beside_c(folder, program, case, rows):
    """10,000 demands: C and Python in turn, so that a change of the machine meets both."""
    random = numpy.random.default_rng(rows)
    effects = numpy.asfortranarray(random.random((rows, ACCOUNTS)))
    demands = numpy.asfortranarray(random.random((rows, DEMANDS)))
    effects.T.tofile(folder / "effects.bin")
    demands.T.tofile(folder / "demands.bin")
    out = numpy.empty((ACCOUNTS, DEMANDS))
    c_times, python_times, values = [], [], []
    for _ in range(5):
        command = [program, folder, *map(str, (rows, ACCOUNTS, DEMANDS, RUNS))]
        for line in subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines():
            name, taken = line.split()
            (c_times if name == "batch" else values).append(float(taken))
        preston.matrix.account_totals(effects, demands, out=out)
        for _ in range(RUNS):
            begun = time.perf_counter()
            preston.matrix.account_totals(effects, demands, out=out)
            python_times.append(time.perf_counter() - begun)
    totals = numpy.fromfile(folder / "totals.bin").reshape(out.shape)
    if not numpy.array_equal(totals, out):
        raise SystemExit(f"peers_python: {case}: C and Python give other bits")
    report(case, f"accounts of {DEMANDS:,} demands from numpy", statistics.median(python_times),
           statistics.median(c_times), "the same in C")
    for name in ("effects.bin", "demands.bin", "totals.bin"):
        (folder / name).unlink()
    return min(values)


def one_in_c(folder, program, effects, demand):
    """Seconds for the accounts of one demand in C."""
    rows = len(effects)
    effects.T.tofile(folder / "effects.bin")
    demand.tofile(folder / "demands.bin")
    command = [program, folder, str(rows), str(ACCOUNTS), "1", "1001"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    for name in ("effects.bin", "demands.bin", "totals.bin"):
        (folder / name).unlink()
    return min(float(line.split()[1]) for line in lines if line.startswith("batch"))


def small_calls(folder, program, value_in_c):
    """What Python adds to a call: an impact's value, by names; four accounts of one demand.

    The least of the runs, in both languages: a microsecond is lost in what else a machine does.
    """
    table = preston.Table.read(SOURCE / "examples" / "data" / "uk-2019")
    impact = preston.Model(preston.Economy(table)).impact(numpy.array(table.output))
    effects, demand = numpy.asfortranarray(numpy.ones((105, ACCOUNTS))), numpy.ones((105, 1))
    out = numpy.empty((ACCOUNTS, 1))
    projection = preston.examples.preston().scenario.run()
    calls = (
        ("impact.value, by names", lambda: impact.value("gva", "indirect", 0), value_in_c),
        ("account_totals of one demand",
         lambda: preston.matrix.account_totals(effects, demand, out=out),
         one_in_c(folder, program, effects, demand)),
        ("projection.value, by names",
         lambda: projection.value("gva", "preston", year=2016), None),
    )
    for what, job, in_c in calls:
        taken = seconds_of(job, which=min)
        measurements.append({"what": what, "ours": taken, "other": in_c})
        more = "" if in_c is None else f", in C {1e6 * in_c:.2f} µs: {1e6 * (taken - in_c):.2f} µs more"
        print(f"{what}: {1e6 * taken:.2f} µs{more}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--calls", help="the program bench_calls")
    arguments = parser.parse_args()
    in_c = None
    if arguments.calls:
        for case, rows in (("uk-2019", 105), ("wiod-2011", 1435)):
            in_c = beside_c(arguments.folder, arguments.calls, case, rows)
        small_calls(arguments.folder, arguments.calls, in_c)
    beside_pymrio("uk-2019", united_kingdom())
    beside_pymrio("wiod-2011", world())
    text = json.dumps({"numpy": numpy.__version__, "pymrio": pymrio.__version__,
                       "measurements": measurements}, indent=1)
    (arguments.folder / "peers-python.json").write_text(text)


main()
