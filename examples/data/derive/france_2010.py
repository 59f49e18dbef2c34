"""France 2010: supply and use of ThreeME, made an industry-by-industry table of 17 sectors.

The source values uses at purchasers' prices. Each use is taken apart into basic
price, margins and taxes by the rates of its product, and products are divided
among the industries that make them by market shares (Eurostat model D).
README.md of the folder says what that leaves unknown.
"""
import math

import common

FOLDER = common.EXAMPLES / "france-2010"
THOUSAND = 1000  # labour is in thousands
# What is said of each margin: its column, the product that it is counted as, and whether it is
# earned by trade alone or by all who make the product.
MARGINS = [("cHZ", False), ("cRU", True), ("cGZ", True)]
TRADE = "sGZ"
# Columns of a block of SUT.csv behind the 17 of production, one to each margin, then two more.
IMPORTED, TAXES, SUPPLIED = 21, 25, 26
ROUNDING = 2e-3  # EUR million: how far the source's products are from balance
NAMES = {
    "sAZ": "Agriculture, forestry and fishing",
    "sDE": "Mining, energy, water and waste",
    "sC1": "Food, drink and tobacco products",
    "sC2": "Coke and refined petroleum",
    "sC3": "Electrical, electronic and computer equipment; machinery",
    "sC4": "Transport equipment",
    "sC5": "Other industrial products",
    "sFZ": "Construction",
    "sGZ": "Trade; repair of motor vehicles",
    "sHZ": "Transport and storage",
    "sIZ": "Accommodation and food services",
    "sJZ": "Information and communication",
    "sKZ": "Finance and insurance",
    "sLZ": "Real estate",
    "sMN": "Professional, scientific, technical and support services",
    "sOQ": "Public administration, education, health and social action",
    "sRU": "Other services",
}


def read_numbers(path):
    """A labelled matrix in floats: (column labels, row labels, rows)."""
    columns, rows = common.read_labelled(path)
    return columns, list(rows), [[common.number(cell) for cell in row] for row in rows.values()]


class Source:
    """The files of one supply-use table; matrices are product by industry or use."""

    def __init__(self, folder):
        self.industries, self.products, self.supply = read_numbers(
            folder / "supply_domestic_basic.csv")
        self.uses, products, self.domestic = read_numbers(folder / "use_domestic_purchasers.csv")
        uses, _, self.imported = read_numbers(folder / "use_imports_purchasers.csv")
        common.require(products == self.products and uses == self.uses, "products and uses")
        common.require(self.industries == list(NAMES), "industries")
        labels, rows = common.read_labelled(folder / "value_added_labour.csv")
        common.require(labels == self.industries, "columns of value added")
        self.accounts = {name: [common.number(cell) for cell in row]
                         for name, row in rows.items()}
        rows = common.read_rows(folder / "SUT.csv")
        # Three blocks, total, domestic and imported, each with a row a product.
        blocks = [row for row in rows if row[2] in self.products]
        n = len(self.products)
        common.require(len(blocks) == 3 * n, "blocks of SUT.csv")
        self.domestic_rates = Rates(self, blocks[n:2 * n], self.domestic,
                                    [math.fsum(row) for row in self.supply])
        self.imported_rates = Rates(self, blocks[2 * n:], self.imported,
                                    [common.number(row[IMPORTED]) for row in blocks[2 * n:]])
        self.income = household_income(folder / "HH.csv")

    def column(self, use):
        return self.uses.index(use)


class Rates:
    """What a euro of each product, domestic or imported, is made of: its basic price, three
    margins, and taxes less subsidies, which take the source's rounding so that all is one."""

    def __init__(self, source, block, uses, supplied):
        self.margins_earned = [common.number(row[SUPPLIED]) for row in block]
        self.basic, self.margins, self.taxes = [], [], []
        for row, use, whole, earned in zip(block, uses, supplied, self.margins_earned):
            used = math.fsum(use)
            paid = [common.number(cell) for cell in row[IMPORTED + 1:TAXES]]
            taxes = common.number(row[TAXES])
            apart = used - math.fsum([whole, -earned, taxes, *paid])
            common.require(abs(apart) < ROUNDING, "balance of product " + row[2])
            # Nothing used (imported construction): any rates do.
            parts = [cell / used for cell in (whole - earned, *paid)] if used else [1, 0, 0, 0]
            self.basic.append(parts[0])
            self.margins.append(parts[1:])
            self.taxes.append(1 - math.fsum(parts))


def household_income(path):
    """Income of households before tax, from all sources."""
    for row in common.read_rows(path):
        if "Total household income before tax" in row:
            return float(row[-1])
    raise SystemExit("derivation stopped: household income")


class Shares:
    """Who makes a euro of each product, and who earns a euro of each margin.

    `trade_earns` false gives the plain market shares, in which everybody who makes a product
    that margins are counted as earns margins too.
    """

    def __init__(self, source, trade_earns=True):
        self.makers = []
        self.earners = [None] * len(MARGINS)
        trade = source.industries.index(TRADE)
        earned = dict(zip(source.products, source.domestic_rates.margins_earned))
        for product, made in zip(source.products, source.supply):
            market = [cell / math.fsum(made) for cell in made]
            self.makers.append(market)
            for k, (code, by_trade) in enumerate(MARGINS):
                if code != product:
                    continue
                self.earners[k] = market
                if by_trade and trade_earns:
                    self.earners[k] = [float(j == trade) for j in range(len(made))]
                    rest = list(made)
                    rest[trade] -= earned[product]
                    common.require(rest[trade] >= 0, "trade margins in " + product)
                    self.makers[-1] = [cell / math.fsum(rest) for cell in rest]
        self.abroad = []
        for code, _ in MARGINS:
            i = source.products.index(code)
            foreign = source.imported_rates.margins_earned[i]
            self.abroad.append(foreign / (foreign + earned[code]))


def take_apart(source, shares, domestic, imported, margins_on_imports=True):
    """Purchases by product at purchasers' prices: (bought from each industry, imports, taxes)."""
    n = len(source.industries)
    bought = [[] for _ in range(n)]
    abroad, taxes = [], []
    for rates, cells, home in ((source.domestic_rates, domestic, True),
                               (source.imported_rates, imported, False)):
        for i, cell in enumerate(cells):
            taxes.append(cell * rates.taxes[i])
            if home:
                for j in range(n):
                    bought[j].append(cell * rates.basic[i] * shares.makers[i][j])
            else:
                abroad.append(cell * rates.basic[i])
            if not (home or margins_on_imports):
                continue
            for k, rate in enumerate(rates.margins[i]):
                # For the source's own file all margins are domestic.
                foreign = shares.abroad[k] if margins_on_imports else 0.0
                abroad.append(cell * rate * foreign)
                for j in range(n):
                    bought[j].append(cell * rate * (1 - foreign) * shares.earners[k][j])
    return [math.fsum(cells) for cells in bought], math.fsum(abroad), math.fsum(taxes)


def uses_of(source, shares, names, **options):
    """The same for some columns of the use tables together."""
    columns = [source.column(name) for name in names]
    pick = [[math.fsum(row[c] for c in columns) for row in table]
            for table in (source.domestic, source.imported)]
    return take_apart(source, shares, *pick, **options)


def check_against_source(source, path):
    """With plain market shares and margins on domestic products alone, these are the flows that
    the source's own industry-by-industry file has: the same transform, up to its rounding."""
    _, published = common.read_labelled(path)
    plain = Shares(source, trade_earns=False)
    for j, buyer in enumerate(source.industries):
        bought, _, _ = uses_of(source, plain, [buyer], margins_on_imports=False)
        for seller, cell in zip(source.industries, bought):
            common.require(abs(cell - float(published[seller][j])) < ROUNDING,
                           "flow from %s to %s" % (seller, buyer))


def final_uses(source):
    """The final uses of the table, each with the source's columns that it adds up."""
    investment = ["INV_" + industry for industry in source.industries]
    return {"households": ["HH"], "government": ["GOV"], "capital": investment,
            "inventories": ["STOCK"], "exports": ["EXP"]}


def texts(numbers):
    return [repr(float(number)) for number in numbers]


def make_accounts(source, imports, taxes):
    given = source.accounts
    paid = [math.fsum(pair) for pair in zip(given["Wages"], given["Employer social contribution"])]
    return {
        "output": texts(given["Total"]),
        "imports": texts(imports),
        "taxes_on_products": texts(taxes),
        "taxes_on_production": texts(given["Taxes on sectors"]),
        "compensation": texts(paid),
        "surplus": texts(given["Gross Operating Surplus"]),
        "gva": texts(given["Value added"]),
        "jobs": texts(THOUSAND * jobs for jobs in given["Labor"]),
    }


def meta(source, household_imports, household_taxes):
    return [
        ("title", "France 2010, industry by industry, domestic use, 17 sectors"),
        ("year", "2010"), ("currency", "EUR"), ("unit", "million"),
        ("prices", "basic, current"),
        ("source", "supply and use of the ThreeME model (ADEME, OFCE, NEO), calibration of France"
                   " 2010 in 17 sectors; transformed here"),
        ("licence", "GPL-3.0-or-later"),
        ("#", "Total household income before tax, as the source has it; the income of the"),
        ("#", "self-employed is in surplus and not in it."),
        ("household_income", repr(source.income)),
        ("household_imports", repr(household_imports)),
        ("household_taxes_on_products", repr(household_taxes)),
    ]


def main(source_folder):
    source = Source(source_folder / "france" / "a17")
    check_against_source(source, source_folder / "france" / "a17" / "derived_ixi_basic_modelD.csv")
    shares = Shares(source)
    columns = [uses_of(source, shares, [buyer]) for buyer in source.industries]
    final = {name: uses_of(source, shares, uses) for name, uses in final_uses(source).items()}
    accounts = make_accounts(source, [c[1] for c in columns], [c[2] for c in columns])
    table = common.Table(source.industries, [NAMES[code] for code in source.industries], accounts,
                         [texts(row) for row in zip(*(c[0] for c in columns))],
                         {name: texts(use[0]) for name, use in final.items()})
    table.write(FOLDER, meta(source, *final["households"][1:]))


if __name__ == "__main__":
    main(common.source_folder())
