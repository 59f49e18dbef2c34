"""Food for the kitchens of Preston's anchor institutions: a ledger and a concordance.

The food inside the purchases of examples/data/preston: what each of its categories buys of the
table's food sectors. Nothing else is read.
"""
import csv
import decimal
import math

import common
import preston

FOLDER = common.EXAMPLES / "canteens"
SCHEME = "food"
LEDGER = "2016-17"
BUYER = preston.BUYER + ", food"
# Categories and the sectors of the table they are bought from.
FOOD = {
    "farm-produce": "A01",
    "landed-fish": "A03",
    "meat": "C101",
    "fish-fruit-and-vegetables": "C102_3",
    "oils-and-fats": "C104",
    "dairy-products": "C105",
    "flour-and-starch": "C106",
    "bread-and-pasta": "C107",
    "other-food": "C108",
    "soft-drinks": "C1107",
    "catered-meals": "I56",
}


def read_records(name):
    with open(preston.FOLDER / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def food_rows():
    """Every line of the ledger, divided: its food alone, added up by place and category."""
    weights = {(row["from"], row["to"]): float(row["weight"])
               for row in read_records("concordance.csv")}
    purchases = read_records("ledger-%s.csv" % LEDGER)
    date, rows = purchases[0]["date"], []
    for place in preston.SUPPLIERS:
        here = [row for row in purchases if row["place"] == place]
        common.require(here, "purchases in " + place)
        for category, sector in FOOD.items():
            amount = math.fsum(float(row["amount"]) * weights.get((row["category"], sector), 0.0)
                               for row in here)
            common.require(amount > 0, "%s from %s" % (category, place))
            rows.append([date, BUYER, preston.SUPPLIERS[place], category, "%.2f" % amount, place,
                         ""])
    return rows


def main(_source):
    rows = food_rows()
    common.write_csv(FOLDER / "ledger.csv", common.LEDGER_HEADER, rows)
    common.write_csv(FOLDER / "concordance.csv", ["scheme", "from", "to", "weight"],
                     [[SCHEME, category, sector, "1"] for category, sector in FOOD.items()])
    total = sum(decimal.Decimal(row[4]) for row in rows)
    print("%-24s GBP %s of food in %d categories" % (FOLDER.name, total, len(FOOD)))


if __name__ == "__main__":
    main(common.source_folder())
