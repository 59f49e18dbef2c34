"""The Preston case: places, a concordance and two ledgers.

Nobody publishes the accounts of Preston by industry, nor the six anchor
institutions' purchases by category. Both are estimated here from what is
published; README.md of the folder says how far to trust them.
"""
import decimal
import math
import re

import common

FOLDER = common.EXAMPLES / "preston"
TABLE = common.EXAMPLES / "uk-2019"
YEAR = "2019"

PLACES = [("uk", "United Kingdom", ""), ("lancashire", "Lancashire", "uk"),
          ("preston", "Preston", "lancashire")]
# The districts of the ITL3 area TLD45, "Mid Lancashire".
MID_LANCASHIRE = ["preston", "fylde", "ribble_valley", "south_ribble"]
CENSUS_COLUMN = {
    "A": "Agriculture, forestry & fishing", "B": "Mining & quarrying", "C": "Manufacturing",
    "D": "Electricity & gas supply", "E": "Water supply & waste", "F": "Construction",
    "G": "Wholesale & retail trade", "H": "Transport & storage", "I": "Accommodation & food",
    "J": "Information & communication", "K": "Financial & insurance", "L": "Real estate",
    "M": "Professional & scientific", "N": "Administrative & support",
    "O": "Public administration & defence", "P": "Education", "Q": "Health & social work",
    "R": "Arts, entertainment & recreation", "S": "Other services", "T": "Household activities",
}
IMPUTED_RENT = {"table": "L68A", "published": "68IMP"}

# What each kind of purchase looks like: the inputs of one industry.
CATEGORIES = {"public-administration": "O84", "education": "P85", "health": "Q86",
              "social-care": "Q87 & Q88", "housing": "L68BXL683"}
BEYOND_SECTORS = ["imports", "taxes_on_products"]  # reserved words of the concordance

# CLES and Preston City Council: total in GBP, percent with suppliers in
# Preston, percent in Lancashire including Preston.
LEDGERS = {
    "2012-13": ("2013-03-31", 750_000_000, "5", "39"),
    "2016-17": ("2017-03-31", 617_000_000, "18.2", "79.2"),
}
BUYER = "six anchor institutions"
SUPPLIERS = {"preston": "suppliers in Preston",
             "rest-of-lancashire": "suppliers in the rest of Lancashire",
             "rest-of-uk": "suppliers in the rest of the United Kingdom"}


# Gross value added by place.

def divisions(code):
    """The SIC divisions of a published group: 'CD-CF (19-21)', '2-3', '68IMP', 'B (5-9)'."""
    if code == IMPUTED_RENT["published"]:
        return {code}
    if re.match(r"(Total|A-E|G-T)$", code):
        return set(range(1, 99))
    first, last = re.match(r"(?:[A-Z-]+ \()?(\d+)(?:-(\d+))?\)?$", code).group(1, 2)
    return set(range(int(first), int(last or first) + 1))


def published_groups(path, place, code_column):
    """The finest groups published for a place: list of (divisions, GVA of the year)."""
    return finest_groups(row for row in common.read_records(path) if row[code_column] == place)


def finest_groups(rows):
    """The same from the rows of one place.

    Real estate is published as 'L (68)', then as '68' without imputed rents.
    """
    groups = [(divisions(row["SIC07 code"]), float(row[YEAR]))
              for row in rows if row["SIC07 code"] != "L (68)"]
    return [(group, gva) for group, gva in groups
            if not any(other < group for other, _ in groups)]


def common_groups(one, other):
    """The finest groups that both lists can form: (divisions, GVA in one, GVA in other).

    Two lists rarely cut industries alike: where one has 14-15 and the other
    14 and 15, the two are added.
    """
    parts = [(group, gva, 0.0) for group, gva in one]
    parts += [(group, 0.0, gva) for group, gva in other]
    result = []
    for part in parts:
        touched = [known for known in result if known[0] & part[0]]
        result = [known for known in result if not known[0] & part[0]]
        result.append(put_together(touched + [part]))
    return result


def put_together(parts):
    """Groups put together: their divisions united, their figures added."""
    return (set().union(*(part[0] for part in parts)),
            sum(part[1] for part in parts), sum(part[2] for part in parts))


def divisions_of(code):
    """All SIC divisions of a table code: 'Q87 & Q88', 'C1101T1106 & C12', 'H493T495'."""
    if code == IMPUTED_RENT["table"]:
        return {IMPUTED_RENT["published"]}
    return {int(division) for division in re.findall(r"[A-Z](\d\d)", code)}


def ratio(groups, code):
    """The first place's share of the second in the groups that cover a code, in [0, 1]."""
    cover = put_together([g for g in groups if g[0] & divisions_of(code)])
    common.require(divisions_of(code) <= cover[0] and cover[2] > 0, "groups of " + code)
    return min(max(cover[1] / cover[2], 0.0), 1.0)


def resident_shares(places):
    """By section: Preston's share of the workers who live in Mid Lancashire."""
    census = {row["council_id"]: row for row in
              common.read_records(places / "census2021_residents_by_industry_section.csv")}
    return {section: float(census["preston"][column])
            / sum(float(census[district][column]) for district in MID_LANCASHIRE)
            for section, column in CENSUS_COLUMN.items()}


def place_rows(places, sectors):
    """Rows of gva.csv, every place a whole: Lancashire has Preston inside."""
    uk = published_groups(places / "gva_itl1_uk_industry_gbp_m.csv", "UK", "ITL region code")
    lancashire = published_groups(places / "gva_itl2_industry_gbp_m.csv", "TLD4", "ITL code")
    middle = published_groups(places / "gva_itl3_industry_gbp_m.csv", "TLD45", "ITL code")
    lancashire_in_uk = common_groups(lancashire, uk)
    middle_in_lancashire = common_groups(middle, lancashire)
    residents = resident_shares(places)
    rows = {place: [] for place, _, _ in PLACES}
    for sector in sectors:
        code, gva = sector["code"], float(sector["gva"])
        common.require(gva > 0, "gva of " + code)
        outer = gva * ratio(lancashire_in_uk, code)
        inner = outer * ratio(middle_in_lancashire, code) * residents[code[0]]
        common.require(0 <= inner <= outer <= gva, "places of " + code)
        rows["uk"].append(["uk", code, sector["gva"]])
        rows["lancashire"].append(["lancashire", code, repr(outer)])
        rows["preston"].append(["preston", code, repr(inner)])
    return [row for place in rows.values() for row in place]


def report_shares(rows):
    """Each place's share of the country, and the FLQ factor that follows from it."""
    totals = {place: math.fsum(float(r[2]) for r in rows if r[0] == place)
              for place, _, _ in PLACES}
    for place in ("lancashire", "preston"):
        share = totals[place] / totals["uk"]
        print("%-24s %9.1f GBP million, %.4f %% of UK gva, lambda(0.25) %.4f"
              % (place, totals[place], 100 * share, math.log2(1 + share) ** 0.25))


# Purchases.

def purchases(sectors):
    """For each category: [(what is bought, amount at purchasers' prices)], from the table."""
    columns, flows = common.read_labelled(TABLE / "flows.csv")
    by_code = {sector["code"]: sector for sector in sectors}
    result = {}
    for category, code in CATEGORIES.items():
        bought = [(seller, float(row[columns.index(code)])) for seller, row in flows.items()]
        bought += [(word, float(by_code[code][word])) for word in BEYOND_SECTORS]
        common.require(all(amount >= 0 for _, amount in bought), "purchases of " + code)
        result[category] = [(what, amount) for what, amount in bought if amount]
    return result


def concordance_rows(bought):
    """What a pound spent on a category buys, as weights that sum to one."""
    rows = []
    for category, cells in bought.items():
        whole = math.fsum(amount for _, amount in cells)
        weights = [amount / whole for _, amount in cells]
        common.require(abs(math.fsum(weights) - 1) < 1e-12, "weights of " + category)
        rows += [["anchor-purchases", category, what, repr(weight)]
                 for (what, _), weight in zip(cells, weights)]
    return rows


def split_pence(pence, shares):
    """Whole pence in proportion to shares; the largest remainders take what is left."""
    whole = math.fsum(shares.values())
    exact = {key: pence * share / whole for key, share in shares.items()}
    parts = {key: math.floor(value) for key, value in exact.items()}
    last = sorted(exact, key=lambda key: parts[key] - exact[key])
    for key in last[:pence - sum(parts.values())]:
        parts[key] += 1
    return parts


def place_totals(pounds, inner_percent, outer_percent):
    """Pence by place, disjoint; percentages are decimals, so no float comes near them."""
    inner, outer = decimal.Decimal(inner_percent), decimal.Decimal(outer_percent)
    return {"preston": int(pounds * inner), "rest-of-lancashire": int(pounds * (outer - inner)),
            "rest-of-uk": int(pounds * (100 - outer))}


def ledger_rows(bought, date, pounds, inner_percent, outer_percent):
    """One row for each place and category."""
    mix = {category: math.fsum(amount for _, amount in cells)
           for category, cells in bought.items()}
    rows, in_all = [], 0
    for place, pence in place_totals(pounds, inner_percent, outer_percent).items():
        for category, part in split_pence(pence, mix).items():
            in_all += part
            amount = "%d.%02d" % divmod(part, 100)
            rows.append([date, BUYER, SUPPLIERS[place], category, amount, place, ""])
    common.require(in_all == pounds * 100, "total of the ledger of " + date)
    return rows


def main(source):
    sectors = common.read_records(TABLE / "sectors.csv")
    rows = place_rows(source / "uk-places", sectors)
    common.write_csv(FOLDER / "places" / "places.csv", ["code", "name", "parent"], PLACES)
    common.write_csv(FOLDER / "places" / "gva.csv", ["place", "sector", "gva"], rows)
    report_shares(rows)
    bought = purchases(sectors)
    common.write_csv(FOLDER / "concordance.csv", ["scheme", "from", "to", "weight"],
                     concordance_rows(bought))
    for name, ledger in LEDGERS.items():
        common.write_csv(FOLDER / ("ledger-%s.csv" % name), common.LEDGER_HEADER,
                         ledger_rows(bought, *ledger))


if __name__ == "__main__":
    main(common.source_folder())
