"""What French local authorities buy: a ledger, a concordance and profiles of suppliers.

Published are the total of their contracts, the social economy's share of the jobs of some
activities, and the accounts of associations. What was bought is not published: the split by
category is that of the table's public sector. README.md of the folder says which is which.
"""
import csv
import math

import common
import france_2010
import preston

FOLDER = common.EXAMPLES / "france-purchases"
SCHEME = "local-authorities"
TOTAL = 66_000_000_000  # EUR, contracts of local bodies notified in 2022 (census of the OECP)
DATE = "2022-12-31"
BUYER = "local authorities of France"
PLACE = "nation"  # the one place of an economy without places
# Intermediate purchases and investment of public administration, education, health and social
# action: contracts are of both kinds.
USES = ["sOQ", "INV_sOQ"]
# Categories are the products of the source. Two of them are subsidised more than they are
# taxed; they stand together with a neighbour, since no weight of a concordance is negative.
CATEGORIES = {
    "farm-and-food-products": ["cAZ", "cC1"],
    "energy-water-and-waste": ["cDE"],
    "fuels": ["cC2"],
    "electrical-electronic-equipment-and-machinery": ["cC3"],
    "vehicles": ["cC4"],
    "other-industrial-products": ["cC5"],
    "construction": ["cFZ"],
    "repair-of-vehicles": ["cGZ"],
    "transport-accommodation-and-food-services": ["cHZ", "cIZ"],
    "information-and-communication": ["cJZ"],
    "finance-and-insurance": ["cKZ"],
    "real-estate": ["cLZ"],
    "professional-and-support-services": ["cMN"],
    "education-health-social-and-public-services": ["cOQ"],
    "other-services": ["cRU"],
}

# By activity of the published shares: the sector of the table it lies in, and whether it is all of
# it. Only where it is can a share be used: the purchases of a part are not known.
ACTIVITIES = {
    "Aide sociale (action sociale)": ("social action", "sOQ", "part"),
    "Enseignement": ("education", "sOQ", "part"),
    "Activites financieres et d'assurance": ("finance and insurance", "sKZ", "whole"),
    "Arts et spectacles": ("arts and shows", "sRU", "part"),
    "Sports et loisirs": ("sport and leisure", "sRU", "part"),
    "Ensemble de l'economie": ("the whole economy", "", "average"),
}
TYPED = {"finance-and-insurance": "Activites financieres et d'assurance"}
SUPPLIERS = {"social-economy": "social-economy suppliers", "other": "other suppliers",
             "": "suppliers of any type"}

# Associations: staff, gross pay in EUR million, and its share of their budgets.
STAFF, GROSS_PAY, PAY_SHARE = 1_815_000, 42_500, 0.375

# Open today to contracts reserved for firms of the social economy: the services of annex 3.
RESERVED = [
    ("sOQ", "part", "health and social services",
     "the sector also has public administration and all of education"),
    ("sRU", "part", "cultural services",
     "the sector also has sport and leisure, associations and personal services"),
]


def purchases(source, shares):
    """For each category: (amount at purchasers' prices, [(what is bought, amount)])."""
    result = {}
    for category, products in CATEGORIES.items():
        chosen = [[math.fsum(row[source.column(use)] for use in USES) if product in products
                   else 0.0 for product, row in zip(source.products, table)]
                  for table in (source.domestic, source.imported)]
        bought, imports, taxes = france_2010.take_apart(source, shares, *chosen)
        cells = [*zip(source.industries, bought), ("imports", imports),
                 ("taxes_on_products", taxes)]
        common.require(all(amount >= 0 for _, amount in cells), "purchases of " + category)
        amount = math.fsum(math.fsum(table) for table in chosen)
        common.require(abs(math.fsum(a for _, a in cells) - amount) < 1e-9 * amount,
                       "parts of " + category)
        result[category] = (amount, [cell for cell in cells if cell[1]])
    return result


def concordance_rows(bought):
    rows = []
    for category, (amount, cells) in bought.items():
        rows += [[SCHEME, category, what, repr(part / amount)] for what, part in cells]
    return rows


def published_shares(path):
    """{activity: record}, each of them known here."""
    with open(path, encoding="utf-8", newline="") as file:
        records = {row["sector"]: row for row in csv.DictReader(file)}
    common.require(set(records) == set(ACTIVITIES), "activities of " + path.name)
    return records


def share_rows(records):
    rows = []
    for activity, (name, sector, extent) in ACTIVITIES.items():
        record = records[activity]
        rows.append([name, sector, extent, record["ess_share_of_sector_employment_pct"],
                     record["year_of_data"]])
    return rows


def ledger_rows(bought, records):
    """One row a category, two where the social economy's share is published."""
    cents = preston.split_pence(100 * TOTAL, {name: amount for name, (amount, _) in bought.items()})
    rows = []
    for category, whole in cents.items():
        parts = {"": whole}
        if category in TYPED:
            percent = records[TYPED[category]]["ess_share_of_sector_employment_pct"]
            social = round(whole * float(percent) / 100)
            parts = {"social-economy": social, "other": whole - social}
        rows += [[DATE, BUYER, SUPPLIERS[kind], category, "%d.%02d" % divmod(part, 100), PLACE,
                  kind] for kind, part in parts.items()]
    common.require(sum(cents.values()) == 100 * TOTAL, "total of the ledger")
    return rows


def profile_rows(source):
    """An empty cell is as the sector; jobs are per EUR million of budget.

    The profile of associations is for the sectors in which they work: elsewhere it could not be. In
    real estate wages on top of the sector's surplus would be more than its output.
    """
    wages = math.fsum(source.accounts["Wages"])
    contributions = math.fsum(source.accounts["Employer social contribution"])
    compensation = PAY_SHARE * (1 + contributions / wages)
    jobs = STAFF / (GROSS_PAY / PAY_SHARE)
    return [["association", sector, "%.4f" % compensation, "", "%.2f" % jobs, "", "", ""]
            for sector in ("sOQ", "sRU")] + [
            ["social-economy", "", "", "", "", "", "", ""],
            ["other", "", "", "", "", "", "", ""]]


def main(source_folder):
    france = source_folder / "france"
    source = france_2010.Source(france / "a17")
    bought = purchases(source, france_2010.Shares(source))
    records = published_shares(france / "ess_published_shares.csv")
    common.write_csv(FOLDER / "concordance.csv", ["scheme", "from", "to", "weight"],
                     concordance_rows(bought))
    common.write_csv(FOLDER / "ledger.csv", common.LEDGER_HEADER, ledger_rows(bought, records))
    common.write_csv(FOLDER / "supplier_types.csv",
                     ["type", "sector", "compensation", "surplus", "jobs", "local_purchases",
                      "outside_production", "outside_place"], profile_rows(source))
    common.write_csv(FOLDER / "social_economy_jobs.csv",
                     ["activity", "sector", "extent", "percent_of_jobs", "year"],
                     share_rows(records))
    common.write_csv(FOLDER / "reserved_sectors.csv", ["sector", "extent", "open_today", "also"],
                     RESERVED)
    print("%-24s EUR %d in %d categories" % (FOLDER.name, TOTAL, len(bought)))


if __name__ == "__main__":
    main(common.source_folder())
