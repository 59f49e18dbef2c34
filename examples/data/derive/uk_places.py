"""The United Kingdom in 180 places: ITL3 areas, one of them divided into Preston and the rest.

Value added by place is published in 64 overlapping industry groups; the table
has 105 sectors. Each sector of the table is divided downwards, nation to ITL2
to ITL3 to Preston, in whole units of GBP 100, so that the parts of every area
add up to it exactly. Lancashire and Preston have the sizes that they have in
the three-place case of preston.py; README.md of the folder says the rest.
"""
import math

import common
import preston

FOLDER = common.EXAMPLES / "uk-places"
UNITS = 10_000  # of a GBP million: sizes are whole multiples of GBP 100

NATION = ("uk", "United Kingdom")
# Two areas have the code they have in the three-place case; all others their ITL code.
CODES = {"TLD4": "lancashire"}
SPLIT = "TLD45"
INNER, OUTER = "preston", SPLIT + "-outside-preston"
INNER_NAME, OUTER_NAME = "Preston", "Mid Lancashire outside Preston"
CITY_CENTRE = (354000, 429500)  # of Preston, on the British National Grid, in metres

FILES = {"ITL1": ("gva_itl1_uk_industry_gbp_m.csv", "ITL region code", "ITL region name"),
         "ITL2": ("gva_itl2_industry_gbp_m.csv", "ITL code", "Region name"),
         "ITL3": ("gva_itl3_industry_gbp_m.csv", "ITL code", "Region name")}
# In the file of ITL1 without being one: nation and England, the continental
# shelf with embassies, and the United Kingdom less these.
NOT_ITL1 = ("UK", "TLB", "TLZ", "UKX")

# Mining is cut finer by ITL1 than by ITL2, and nine tenths of its value added lie
# on the continental shelf, in no place at all. Oil and gas go where mining is
# supported from (division 9), quarries and coal where these are.
MINING = {"B05": "5-8", "B06 & B07": "9", "B08": "5-8", "B09": "9"}


class Source:
    """What is published: names, centroids and industry groups by ITL code."""

    def __init__(self, places):
        self.folder = places
        self.rows, self.names = {}, {}
        for level, file in FILES.items():
            self.read_level(level, *file)
        for code in NOT_ITL1:
            del self.names["ITL1"][code]
        self.centroids = {row["code"]: (int(row["easting_m"]), int(row["northing_m"]))
                          for row in common.read_records(places / "itl3_centroids_2021.csv")}
        common.require(set(self.centroids) == set(self.names["ITL3"]), "centroids of ITL3 areas")
        self.nation = preston.finest_groups(self.rows["UK"])
        self.groups = {code: preston.finest_groups(self.rows[code])
                       for level in ("ITL2", "ITL3") for code in self.names[level]}
        common.require(all(gva >= 0 for groups in self.groups.values() for _, gva in groups),
                       "negative value added")

    def read_level(self, level, file, code, name):
        self.names[level] = {}
        for row in common.read_records(self.folder / file):
            self.names[level][row[code]] = common.clean_name(row[name])
            self.rows.setdefault(row[code], []).append(row)

    def published(self, area, group):
        """The value added of an area in one published group."""
        return next(float(row[preston.YEAR]) for row in self.rows[area]
                    if row["SIC07 code"] == group)

    def mining(self, code):
        """Weights of ITL2 areas in a mining sector: ITL1 by its division, then by all mining."""
        weights = {}
        for region in self.names["ITL1"]:
            parts = {area: self.published(area, "B (5-9)") for area in self.inside(region, "ITL2")}
            whole = self.published(region, MINING[code])
            weights.update({area: whole * part / sum(parts.values())
                            for area, part in parts.items()})
        return weights

    def inside(self, area, level):
        """The areas of a level inside another: their codes begin with its code."""
        return [code for code in self.names[level] if code.startswith(area)]


def divide(whole, weights, kept):
    """A whole number of units in proportion to weights, beside the parts that are kept as given.

    The largest remainders take the units that rounding leaves over.
    """
    rest = whole - sum(kept.values())
    shares = {place: weight for place, weight in weights.items() if place not in kept}
    total = math.fsum(shares.values())
    common.require(rest == 0 or (rest > 0 and total > 0), "parts of %r" % list(weights))
    exact = {place: rest * share / total if rest else 0.0 for place, share in shares.items()}
    parts = {place: math.floor(value) for place, value in exact.items()}
    last = sorted(exact, key=lambda place: parts[place] - exact[place])
    for place in last[:rest - sum(parts.values())]:
        parts[place] += 1
    return {**parts, **kept}


def published_in(groups, code):
    """The first place's value added in the groups that cover a code of the table."""
    return preston.put_together([g for g in groups if g[0] & preston.divisions_of(code)])[1]


class Division:
    """All sectors divided among all areas: sizes[area][sector] in units."""

    def __init__(self, source, sectors):
        self.source = source
        self.sizes = {}
        self.fallbacks = []
        in_nation = {area: preston.common_groups(source.groups[area], source.nation)
                     for area in source.names["ITL2"]}
        in_area = {area: preston.common_groups(source.groups[area], source.groups[area[:4]])
                   for area in source.names["ITL3"]}
        known = {(row[0], row[1]): float(row[2])
                 for row in preston.place_rows(source.folder, sectors)}
        for sector in sectors:
            self.divide_sector(sector, in_nation, in_area, known)

    def put(self, area, sector, units):
        self.sizes.setdefault(area, {})[sector] = units

    def divide_sector(self, sector, in_nation, in_area, known):
        code, nation = sector["code"], round(float(sector["gva"]) * UNITS)
        lancashire, inner = (known[place, code] for place in ("lancashire", "preston"))
        middle = lancashire * preston.ratio(in_area[SPLIT], code)
        weights = (self.source.mining(code) if code in MINING else
                   {area: published_in(groups, code) for area, groups in in_nation.items()})
        self.put("UK", code, nation)
        for area, units in divide(nation, weights, {"TLD4": round(lancashire * UNITS)}).items():
            self.put(area, code, units)
            kept = {SPLIT: round(middle * UNITS)} if area == "TLD4" else {}
            self.divide_area(area, code, in_area, kept)
        self.put(INNER, code, round(inner * UNITS))
        self.put(OUTER, code, self.sizes[SPLIT][code] - round(inner * UNITS))
        common.require(self.sizes[OUTER][code] >= 0, "Mid Lancashire in " + code)
        for area in self.source.names["ITL1"]:
            self.put(area, code, sum(self.sizes[part][code]
                                     for part in self.source.inside(area, "ITL2")))

    def divide_area(self, area, code, in_area, kept):
        """Among its ITL3 areas; by their whole value added where all publish nothing."""
        parts = self.source.inside(area, "ITL3")
        weights = {part: published_in(in_area[part], code) for part in parts}
        if not any(weights.values()):
            self.fallbacks.append((area, code))
            weights = {part: sum(gva for _, gva in self.source.groups[part]) for part in parts}
        for part, units in divide(self.sizes[area][code], weights, kept).items():
            self.put(part, code, units)


def centre(places, division):
    """The centre of some places, weighted by value added, to the metre."""
    weights = [sum(division.sizes[code].values()) for code, _ in places]
    return [round(sum(w * point[axis] for w, (_, point) in zip(weights, places)) / sum(weights))
            for axis in (0, 1)]


def areas_from_above(source):
    """(ITL code, name, parent) of every area above the places, parents first."""
    yield "UK", NATION[1], ""
    for region, name in source.names["ITL1"].items():
        yield region, name, "UK"
        for area in source.inside(region, "ITL2"):
            yield area, source.names["ITL2"][area], region


def place_file(source, division):
    """Rows of places.csv and, beside them, the keys of Division.sizes in the same order."""
    points = dict(source.centroids)
    points[INNER], points[OUTER] = CITY_CENTRE, points[SPLIT]
    leaves = {code: [code] for code in source.centroids}
    leaves[SPLIT] = [INNER, OUTER]

    def under(area):
        return [(leaf, points[leaf]) for code in source.inside(area, "ITL3")
                for leaf in leaves[code]]

    def row(key, name, parent, point, itl):
        return [NATION[0] if key == "UK" else CODES.get(key, key), name,
                NATION[0] if parent == "UK" else CODES.get(parent, parent), *point, itl]

    rows, keys = [], []
    for area, name, parent in areas_from_above(source):
        inside = under("TL" if area == "UK" else area)
        rows.append(row(area, name, parent, centre(inside, division), area))
        keys.append(area)
    for code, name in source.names["ITL3"].items():
        point = points[code] if code != SPLIT else centre(under(SPLIT), division)
        rows.append(row(code, name, code[:4], point, code))
        keys.append(code)
    for code, name in ((INNER, INNER_NAME), (OUTER, OUTER_NAME)):
        rows.append(row(code, name, SPLIT, points[code], ""))
        keys.append(code)
    return rows, keys


def amount(units):
    """Units as text in GBP million, without trailing zeros."""
    return ("%d.%04d" % divmod(units, UNITS)).rstrip("0").rstrip(".")


def report(division, keys):
    """How many places there are, and what had to be decided on the way."""
    places = [key for key in keys if key in (INNER, OUTER) or (len(key) == 5 and key != SPLIT)]
    cells = [division.sizes[key][code] for key in places for code in division.sizes[key]]
    common.require(sum(cells) == sum(division.sizes["UK"].values()), "sum of the places")
    print("%-24s %d places, %d cells, %d of them zero; divided by all value added: %s"
          % (FOLDER.name, len(places), len(cells), cells.count(0), division.fallbacks or "none"))


def main(source_folder):
    sectors = common.read_records(preston.TABLE / "sectors.csv")
    source = Source(source_folder / "uk-places")
    division = Division(source, sectors)
    rows, keys = place_file(source, division)
    common.write_csv(FOLDER / "places.csv", ["code", "name", "parent", "x", "y", "itl"], rows)
    common.write_csv(FOLDER / "gva.csv", ["place", "sector", "gva"],
                     [[row[0], code, amount(units)] for row, key in zip(rows, keys)
                      for code, units in division.sizes[key].items() if units])
    report(division, keys)


if __name__ == "__main__":
    main(common.source_folder())
