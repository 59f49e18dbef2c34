"""Check the 180 places against what is published, without the code that made them.

    python3 examples/data/derive/check_uk_places.py SOURCE_FOLDER

Reads the shipped files and the sources anew, prints what it compares, and ends
with status 1 where something that must hold does not.
"""
import collections
import csv
import decimal
import math
import pathlib
import re
import sys

DATA = pathlib.Path(__file__).resolve().parents[1]
YEAR = "2019"
# The United Kingdom with its islands on the British National Grid, in metres;
# Northern Ireland lies west of the grid's Scotland and has the smallest eastings.
BOX = ((0, 660_000), (0, 1_225_000))
failures = []


def records(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def check(holds, text):
    print(("ok    " if holds else "FAULT ") + text)
    if not holds:
        failures.append(text)


def read_places():
    places = records(DATA / "uk-places" / "places.csv")
    sizes = collections.defaultdict(dict)
    for row in records(DATA / "uk-places" / "gva.csv"):
        if row["sector"] in sizes[row["place"]]:
            check(False, "%s %s stands twice" % (row["place"], row["sector"]))
        sizes[row["place"]][row["sector"]] = decimal.Decimal(row["gva"])
    return places, sizes


def check_tree(places, sizes, sectors):
    codes = [row["code"] for row in places]
    children = collections.defaultdict(list)
    for row in places:
        children[row["parent"]].append(row["code"])
    leaves = [code for code in codes if code not in children]
    check(len(codes) == len(set(codes)), "%d areas, no code twice" % len(codes))
    check(len(leaves) == 180, "%d places without places inside" % len(leaves))
    check(set(sizes) == set(codes), "every area has value added, and no other has")
    worst = max(abs(sum(sizes[child].get(code, 0) for child in inside)
                    - sizes[area].get(code, 0))
                for area, inside in children.items() if area for code in sectors)
    check(worst == 0, "parts add up to their area exactly in all sectors: worst %s" % worst)
    worst = max(abs(sum(sizes[leaf].get(code, 0) for leaf in leaves) - decimal.Decimal(gva))
                for code, gva in sectors.items())
    check(worst == 0, "the 180 places add up to the table's gva by sector: worst %s" % worst)
    check(all(value > 0 for area in sizes.values() for value in area.values()),
          "no negative value and no zero among %d rows" % sum(map(len, sizes.values())))
    return leaves


def to_grid(longitude, latitude):
    """Easting and northing of ETRS89 degrees, by way of OSGB36, good to some metres.

    Ordnance Survey, A guide to coordinate systems in Great Britain: annexes B and C.
    """
    x, y, z = to_cartesian(longitude, latitude, 6378137.0, 6356752.3141)
    turn = [math.radians(angle / 3600) for angle in (-0.1502, -0.2470, -0.8421)]
    scale = 1 + 20.4894e-6
    moved = (-446.448 + x * scale - turn[2] * y + turn[1] * z,
             125.157 + turn[2] * x + y * scale - turn[0] * z,
             -542.060 - turn[1] * x + turn[0] * y + z * scale)
    return project(*to_degrees(*moved, 6377563.396, 6356256.909))


def to_cartesian(longitude, latitude, a, b):
    lam, phi = math.radians(longitude), math.radians(latitude)
    e2 = 1 - b * b / (a * a)
    nu = a / math.sqrt(1 - e2 * math.sin(phi) ** 2)
    return (nu * math.cos(phi) * math.cos(lam), nu * math.cos(phi) * math.sin(lam),
            nu * (1 - e2) * math.sin(phi))


def to_degrees(x, y, z, a, b):
    e2, p = 1 - b * b / (a * a), math.hypot(x, y)
    phi = math.atan2(z, p * (1 - e2))
    for _ in range(10):
        nu = a / math.sqrt(1 - e2 * math.sin(phi) ** 2)
        phi = math.atan2(z + e2 * nu * math.sin(phi), p)
    return math.atan2(y, x), phi


def project(lam, phi):
    a, b, f0 = 6377563.396, 6356256.909, 0.9996012717
    phi0, lam0, e0, n0 = math.radians(49), math.radians(-2), 400000, -100000
    e2, n = 1 - b * b / (a * a), (a - b) / (a + b)
    s, c, t = math.sin(phi), math.cos(phi), math.tan(phi)
    nu = a * f0 / math.sqrt(1 - e2 * s * s)
    rho = a * f0 * (1 - e2) * (1 - e2 * s * s) ** -1.5
    eta2 = nu / rho - 1
    d, m = phi - phi0, phi + phi0
    arc = b * f0 * ((1 + n + 1.25 * n**2 + 1.25 * n**3) * d
                    - (3 * n + 3 * n**2 + 21 / 8 * n**3) * math.sin(d) * math.cos(m)
                    + 15 / 8 * (n**2 + n**3) * math.sin(2 * d) * math.cos(2 * m)
                    - 35 / 24 * n**3 * math.sin(3 * d) * math.cos(3 * m))
    k = lam - lam0
    north = (arc + n0 + nu / 2 * s * c * k**2
             + nu / 24 * s * c**3 * (5 - t**2 + 9 * eta2) * k**4
             + nu / 720 * s * c**5 * (61 - 58 * t**2 + t**4) * k**6)
    east = (e0 + nu * c * k + nu / 6 * c**3 * (nu / rho - t**2) * k**3
            + nu / 120 * c**5 * (5 - 18 * t**2 + t**4 + 14 * eta2 - 58 * t**2 * eta2) * k**5)
    return east, north


def check_points(places, leaves, source):
    inside = [BOX[axis][0] <= int(row[name]) <= BOX[axis][1]
              for row in places for axis, name in enumerate("xy")]
    check(all(inside), "all coordinates inside the box of the United Kingdom")
    points = [(row["x"], row["y"]) for row in places if row["code"] in leaves]
    check(len(points) == len(set(points)), "no two places at one point")
    worst = {"Great Britain": (0.0, ""), "Northern Ireland": (0.0, "")}
    for row in records(source / "itl3_centroids_2021.csv"):
        east, north = to_grid(float(row["longitude"]), float(row["latitude"]))
        off = math.hypot(east - float(row["easting_m"]), north - float(row["northing_m"]))
        country = "Northern Ireland" if row["code"].startswith("TLN") else "Great Britain"
        worst[country] = max(worst[country], (off, row["code"]))
    # Longitude and latitude have six digits, up to 6 m, and the short transformation 5 m in
    # Great Britain; it is not made for Northern Ireland, where all are off alike.
    for country, most in (("Great Britain", 15), ("Northern Ireland", 150)):
        check(worst[country][0] < most, "eastings and northings of %s are those of longitude "
              "and latitude: %.1f m off at most (%s)" % (country, *worst[country]))


def check_totals(places, sizes, source):
    """Against totals that the derivation does not use. They are of several vintages."""
    by_itl = {row["itl"]: sum(sizes[row["code"]].values()) for row in places if row["itl"]}
    for level, file, column in ((1, "gva_itl1_uk_industry_gbp_m.csv", "ITL region code"),
                                (2, "gva_itl2_industry_gbp_m.csv", "ITL code"),
                                (3, "gva_itl3_industry_gbp_m.csv", "ITL code")):
        published = {row[column]: decimal.Decimal(row[YEAR]) for row in records(source / file)
                     if row["SIC07 code"] == "Total"}
        off = sorted(((float(by_itl[code] / total) - 1), code)
                     for code, total in published.items() if code in by_itl and code != "UK")
        mean = sum(abs(part) for part, _ in off) / len(off)
        print("      ITL%d: %d totals of all industries; here against published: mean |%.2f| %%, "
              "%+.2f %% (%s) to %+.2f %% (%s)"
              % (level, len(off), 100 * mean, 100 * off[0][0], off[0][1],
                 100 * off[-1][0], off[-1][1]))
        if level == 1:
            for part, code in off:
                print("        %s %10.1f published %9s  %+.2f %%"
                      % (code, by_itl[code], published[code], 100 * part))


def check_groups(places, sizes, source):
    """Sections that the table's codes form alone, ITL3 against published, in shares."""
    codes = {row["itl"]: row["code"] for row in places if row["itl"]}
    sections = {"C (10-33)": "C", "F (41-43)": "F", "G (45-47)": "G", "I (55-56)": "I",
                "O (84)": "O", "P (85)": "P", "Q (86-88)": "Q"}
    published = collections.defaultdict(dict)
    for row in records(source / "gva_itl3_industry_gbp_m.csv"):
        if row["SIC07 code"] in sections:
            published[row["SIC07 code"]][row["ITL code"]] = float(row[YEAR])
    for group, areas in published.items():
        here = {area: sum(float(value) for code, value in sizes[codes[area]].items()
                          if code.startswith(sections[group])) for area in areas}
        scale = sum(areas.values()) / sum(here.values())
        off = max((abs(here[area] * scale - value) / sum(areas.values()), area)
                  for area, value in areas.items())
        check(off[0] < 0.005, "%-10s ITL3 shares of the nation within %.3f %% points (%s)"
              % (group, 100 * off[0], off[1]))


def check_preston(sizes):
    three = collections.defaultdict(dict)
    for row in records(DATA / "preston" / "places" / "gva.csv"):
        three[row["place"]][row["sector"]] = float(row["gva"])
    for place in ("uk", "lancashire", "preston"):
        worst = max(abs(float(sizes[place].get(code, 0)) - value)
                    for code, value in three[place].items())
        check(worst <= 5.0001e-5, "%s is that of the three-place case: worst %.1e GBP million"
              % (place, worst))


def main(source):
    sectors = {row["code"]: row["gva"] for row in records(DATA / "uk-2019" / "sectors.csv")}
    places, sizes = read_places()
    leaves = check_tree(places, sizes, sectors)
    check_points(places, leaves, source)
    check_preston(sizes)
    check_groups(places, sizes, source)
    check_totals(places, sizes, source)
    print("%d faults" % len(failures))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python3 %s SOURCE_FOLDER" % sys.argv[0])
    main(pathlib.Path(sys.argv[1]) / "uk-places")
