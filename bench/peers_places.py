"""peers_places.py FOLDER: what an assembled sparse matrix takes for the same places.

Reads the cases that bench_places wrote to FOLDER, assembles their matrices (cells that are zero left
out), solves with scipy's direct and iterative solvers, checks that the solution is ours, and writes
FOLDER/peers_places.json. Memory is that of the matrix's arrays, or of the factors': the least it can
be.
"""

import json
import statistics
import sys
import time
from pathlib import Path

import numpy
import scipy
import scipy.sparse
import scipy.sparse.linalg

FOLDER = Path(sys.argv[1])
measurements = []


def load(case):
    raw = numpy.fromfile(FOLDER / f"{case}.bin", dtype=numpy.int64)
    places, sectors, pairs = (int(number) for number in raw[:3])
    rows = places * sectors
    found, position = {"places": places, "sectors": sectors}, 3
    for name, count, kind in (("starts", places + 1, numpy.int64), ("buyers", pairs, numpy.int64),
                              ("shares", pairs, float), ("technology", sectors**2, float),
                              ("own", rows, float), ("seller_factors", rows, float),
                              ("buyer_factors", rows, float), ("demand", rows, float),
                              ("solution", rows, float)):
        found[name] = raw[position:position + count].view(kind)
        position += count
    for name in ("own", "seller_factors", "buyer_factors"):
        found[name] = found[name].reshape(places, sectors)
    found["technology"] = found["technology"].reshape(sectors, sectors)
    return found


def assemble(case):
    """I - T A, in compressed rows: a block of S x S for each pair, and for each place its own."""
    places, sectors = case["places"], case["sectors"]
    sellers = numpy.repeat(numpy.arange(places), numpy.diff(case["starts"]))
    trade = (case["seller_factors"][sellers] * case["shares"][:, None]
             * case["buyer_factors"][case["buyers"]])
    sellers = numpy.concatenate([sellers, numpy.arange(places)])
    buyers = numpy.concatenate([case["buyers"], numpy.arange(places)])
    trade = numpy.concatenate([trade, case["own"]])
    order = numpy.lexsort((buyers, sellers))
    starts = numpy.concatenate([[0], numpy.cumsum(numpy.bincount(sellers, minlength=places))])
    blocks = trade[order][:, :, None] * case["technology"]
    rows = places * sectors
    matrix = scipy.sparse.bsr_matrix((blocks, buyers[order], starts), shape=(rows, rows)).tocsr()
    matrix.eliminate_zeros()
    return (scipy.sparse.identity(rows, format="csr") - matrix).tocsr()


def bytes_of(matrix):
    return matrix.data.nbytes + matrix.indices.nbytes + matrix.indptr.nbytes


def report(name, rows, what, unit, values):
    lower, median, upper = (statistics.quantiles(values, n=4, method="inclusive")
                            if len(values) > 1 else values * 3)
    measurements.append({"case": name, "rows": rows, "what": what, "unit": unit, "median": median,
                         "lower_quartile": lower, "upper_quartile": upper, "least": min(values),
                         "runs": len(values)})
    print(f"{name:12} {rows:7}  {what:50} {median:11.4g} {unit}", flush=True)


def timed(job, runs):
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter()
        result = job()
        seconds.append(time.perf_counter() - begun)
    return seconds, result


def must_agree(name, what, theirs, ours):
    difference = numpy.abs(theirs - ours).sum() / numpy.abs(ours).sum()
    if not difference <= 1e-9:
        sys.exit(f"peers: {name}, {what}: their solution and ours differ by {difference:.1e}")


def iterative(name, case, system, runs):
    """To 1e-10 of the demand's 2-norm: no smaller error than ours."""
    demand, rows = case["demand"], len(case["demand"])
    for what, job in (
            ("scipy bicgstab", lambda: scipy.sparse.linalg.bicgstab(system, demand, rtol=1e-10,
                                                                    atol=0.0)),
            ("scipy gmres", lambda: scipy.sparse.linalg.gmres(system, demand, rtol=1e-10, atol=0.0,
                                                              restart=40))):
        seconds, (solution, failed) = timed(job, runs)
        if failed:
            sys.exit(f"peers: {name}, {what}: it does not converge")
        must_agree(name, what, solution, case["solution"])
        report(name, rows, what, "s", seconds)


def direct(name, case, system, runs):
    rows = len(case["demand"])
    system = system.tocsc()

    def job():
        factors = scipy.sparse.linalg.splu(system)
        return factors, factors.solve(case["demand"])

    seconds, (factors, solution) = timed(job, runs)
    must_agree(name, "splu", solution, case["solution"])
    report(name, rows, "scipy splu and solve", "s", seconds)
    report(name, rows, "memory of the factors", "B",
           [float(12 * (factors.L.nnz + factors.U.nnz) + bytes_of(system))])


def main():
    for name, jobs, runs in (("direct-38", (iterative, direct), 1), ("epci-38", (iterative,), 3)):
        case = load(name)
        seconds, system = timed(lambda: assemble(case), 1)
        report(name, system.shape[0], "assembling", "s", seconds)
        report(name, system.shape[0], "cells", "cells", [float(system.nnz)])
        report(name, system.shape[0], "memory of the matrix", "B", [float(bytes_of(system))])
        for job in jobs:
            job(name, case, system, runs)
    result = {"numpy": numpy.__version__, "scipy": scipy.__version__, "measurements": measurements}
    (FOLDER / "peers_places.json").write_text(json.dumps(result, indent=1))


main()
