"""The worked examples of textbooks and manuals, with the answers they print.

Each case becomes a small table folder; every printed answer goes into
golden/textbook-printed.csv with the tolerance that its printed digits allow,
after this script has reproduced it. Sources seldom print a whole table, so
what is missing is filled with one remainder for uses and one for inputs.
"""
import json

import common

FOLDER = common.TESTS / "textbook"
FACTS = "facts cited from the publication named as source"


# Dense arithmetic on lists: the cases are small and the scripts need no library.

def solve(matrix, right):
    """Gauss elimination with row pivots: X of matrix X = right, both lists of rows."""
    n = len(matrix)
    rows = [list(a) + list(b) for a, b in zip(matrix, right)]
    for k in range(n):
        pivot = max(range(k, n), key=lambda i: abs(rows[i][k]))
        rows[k], rows[pivot] = rows[pivot], rows[k]
        for i in range(n):
            if i != k:
                factor = rows[i][k] / rows[k][k]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k])]
    return [[a / rows[k][k] for a in rows[k][n:]] for k in range(n)]


def inverse_of_rest(coefficients):
    """(I - A) inverse."""
    n = len(coefficients)
    identity = [[float(i == j) for j in range(n)] for i in range(n)]
    rest = [[identity[i][j] - coefficients[i][j] for j in range(n)] for i in range(n)]
    return solve(rest, identity)


def times(vector, matrix):
    """A row vector times a matrix."""
    return [sum(v * row[j] for v, row in zip(vector, matrix)) for j in range(len(matrix[0]))]


class Economy:
    """Coefficients and inverses of one table."""

    def __init__(self, table, household_income=None, household_own=0.0):
        self.output = [float(x) for x in table.accounts["output"]]
        self.flows = [[float(z) for z in row] for row in table.flows]
        self.accounts = table.accounts
        self.n = len(self.output)
        self.a = [[z / x for z, x in zip(row, self.output)] for row in self.flows]
        self.inverse = {"I": inverse_of_rest(self.a)}
        if household_income:
            self.inverse["II"] = inverse_of_rest(
                self.with_households(table, household_income, household_own))

    def with_households(self, table, income, own):
        """A bordered by the wage row and the household column."""
        column = [float(c) / income for c in table.final_use["households"]]
        bordered = [row + [c] for row, c in zip(self.a, column)]
        return bordered + [self.per_output("compensation") + [own]]

    def per_output(self, account):
        return [float(a) / x for a, x in zip(self.accounts[account], self.output)]

    def sectors_only(self, closure):
        return [row[:self.n] for row in self.inverse[closure][:self.n]]

    def output_multipliers(self, closure="I"):
        return times([1.0] * self.n, self.sectors_only(closure))

    def effects(self, account, closure="I"):
        return times(self.per_output(account), self.sectors_only(closure))

    def multipliers(self, account, closure="I"):
        return [e / k for e, k in zip(self.effects(account, closure), self.per_output(account))]

    def ghosh(self):
        """The inverse of the supply-driven model, whose coefficients are shares of sales."""
        return inverse_of_rest([[z / x for z in row] for row, x in zip(self.flows, self.output)])


class Printed:
    """The printed answers of one case, each checked against a value computed here."""

    def __init__(self, case):
        self.case, self.rows, self.worst = case, [], 0.0

    def add(self, quantity, sectors, printed, computed, decimals, tolerances=()):
        """Printed values with some decimals; tolerances replaces the half digit by sector."""
        for sector, value, own in zip(sectors, printed, computed):
            tolerance = dict(tolerances).get(sector, 0.5 * 10 ** -decimals)
            difference = abs(value - own)
            common.require(difference <= tolerance, "%s %s of %s: printed %r, computed %r"
                           % (self.case, quantity, sector, value, own))
            self.worst = max(self.worst, difference / tolerance)
            self.rows.append([self.case, quantity, sector,
                              "%.*f" % (decimals, value), "%.8g" % tolerance])

    def add_inputs(self, quantity, sectors, values):
        """What the source assumes; no tolerance."""
        self.rows += [[self.case, quantity, sector, repr(value), "0"]
                      for sector, value in zip(sectors, values)]


def remainder(whole, *parts):
    """What is left of each whole after its parts, as text."""
    return [common.total([w, *(repr(-common.number(p)) for p in ps)])
            for w, ps in zip(whole, zip(*parts))]


def text(values):
    return [repr(value) for value in values]


def sums_of_rows(flows):
    return [common.total(row) for row in flows]


def sums_of_columns(flows):
    return [common.total(column) for column in zip(*flows)]


def description(title, year, currency, unit, source, *more):
    """The entries of table.yaml, the same for all cases."""
    return [("title", title), ("year", year), ("currency", currency), ("unit", unit),
            ("prices", "basic, current"), ("source", source), ("licence", FACTS), *more]


def readable(codes):
    return [code.replace("_", " ").capitalize() for code in codes]


def golden(case, codes, results):
    """A golden file; results is {(closure, column): printed text values}."""
    closures = sorted({closure for closure, _ in results})
    rows = []
    for closure in closures:
        for i, code in enumerate(codes):
            cells = [results[closure, column][i] if (closure, column) in results else ""
                     for column in common.GOLDEN_HEADER[2:]]
            rows.append([code, closure, *cells])
    common.write_csv(common.GOLDEN / (case + ".csv"), common.GOLDEN_HEADER, rows)


def digits(values, decimals):
    return ["%.*f" % (decimals, value) for value in values]


def miller_blair(case):
    """Two sectors and households; the numbers are the ones every course starts with."""
    name, codes = "miller-blair-2x2", ["1", "2"]
    income, own = 1000, 0.05
    flows = [text(row) for row in case["Z"]]
    output = text(case["x"])
    # The wage row and the household column of the book, as money.
    compensation = ["300", "500"]
    households = ["50", "400"]
    gva = remainder(output, sums_of_columns(flows))
    table = common.Table(
        codes, ["Sector 1", "Sector 2"],
        {"output": output, "compensation": compensation,
         "surplus": remainder(gva, compensation), "gva": gva},
        flows,
        {"households": households,
         "other": remainder(output, sums_of_rows(flows), households)})
    table.write(FOLDER / name, description(
        "Miller and Blair, two sectors", 2009, "USD", "million",
        "Miller and Blair, Input-Output Analysis, 2nd edition 2009, chapter 2",
        ("#", "household_income is the total output of the household sector, so that the"),
        ("#", "household column is .05 and .40. The .05 (50) that households buy of themselves"),
        ("#", "has no cell in a table folder: see README.md."),
        ("household_income", income)))

    economy = Economy(table, income, own)
    printed = Printed(name)
    first, second = economy.inverse["I"], economy.inverse["II"]
    for i, row in enumerate(case["L"]):
        printed.add("leontief_row_%d" % (i + 1), codes, row, first[i], 8)
    type_two = [[1.3651, .4253, .2509], [.5273, 1.3481, .5954], [.5698, .4890, 1.2885]]
    for label, row, own_row in zip([*codes, "households"], type_two, second):
        printed.add("leontief_type2_row_" + label, [*codes, "households"], row, own_row, 4)
    outputs = {"I": [1.5182, 1.4521], "II": [1.8924, 1.7733]}
    for closure, suffix in (("I", "_type1"), ("II", "_type2")):
        printed.add("output_multiplier" + suffix, codes, outputs[closure],
                    economy.output_multipliers(closure), 4)
    incomes = [1.4741, 1.5182]
    printed.add("income_multiplier_type1", codes, incomes, economy.multipliers("compensation"), 4)
    # The book reads Type II incomes on the household row, which counts what
    # households earn from each other; the official Scottish definition does not.
    row = [h / w for h, w in zip(second[2], economy.per_output("compensation"))]
    printed.add("income_multiplier_type2_household_row", codes, [1.8995, 1.9562], row, 4)
    ratio = [h / e for h, e in zip(second[2], economy.effects("compensation"))]
    printed.add("income_ratio_type2_to_type1_household_row", codes, [1.2885] * 2, ratio, 4)
    demand = case["new_final_demand"]
    printed.add_inputs("new_final_demand", codes, demand)
    new = [sum(l * f for l, f in zip(row, demand)) for row in first]
    printed.add("new_output", codes, case["x_new_printed"], new, 1)
    # Labour was computed from the rounded output: its error passes through.
    labour = case["labour_coeff"]
    passed = {c: 0.05 * k + 0.005 for c, k in zip(codes, labour)}
    printed.add("new_labour", codes, case["labour_new_printed"],
                [k * x for k, x in zip(labour, new)], 2, passed)
    golden(name, codes, {("I", "output_multiplier"): digits(outputs["I"], 4),
                         ("II", "output_multiplier"): digits(outputs["II"], 4),
                         ("I", "income_multiplier"): digits(incomes, 4)})
    return printed


def eurostat_germany(case):
    """Six products, Germany 1995: linkages and employment as the manual prints them."""
    name, codes = "eurostat-germany", case["sectors"]
    flows = [text(row) for row in case["Z"]]
    output, imports = text(case["output"]), text(case["imports"])
    gva, compensation = text(case["gva"]), text(case["coe"])
    households = text(case["household_consumption"])
    table = common.Table(
        codes, readable(codes),
        {"output": output, "imports": imports,
         "taxes_on_products": remainder(output, sums_of_columns(flows), imports, gva),
         "compensation": compensation, "surplus": remainder(gva, compensation), "gva": gva,
         "jobs": text(case["employment_thousand"])},
        flows,
        {"households": households,
         "other": remainder(output, sums_of_rows(flows), households)})
    table.write(FOLDER / name, description(
        "Germany 1995, six product groups, domestic output", 1995, "EUR", "million",
        "Eurostat Manual of Supply, Use and Input-Output Tables, 2008, chapter 15",
        ("#", "jobs are thousands of persons, as the manual has them.")))

    economy = Economy(table)
    printed = Printed(name)
    diagonal = [economy.inverse["I"][i][i] for i in range(3)]
    printed.add("leontief_diagonal", codes, case["L_diag_first3_printed"], diagonal, 4)
    gva_effects, jobs = case["gva_multipliers_printed"], case["employment_multipliers_printed"]
    backward = case["backward_linkages_printed"]
    printed.add("gva_effect_type1", codes, gva_effects, economy.effects("gva"), 4)
    printed.add("jobs_effect_type1", codes, jobs, economy.effects("jobs"), 4)
    printed.add("output_multiplier_type1", codes, backward, economy.output_multipliers(), 4)
    ghosh = economy.ghosh()
    # The printed forward linkage of industry does not follow from the table:
    # 1.6910 does, so its digits were probably mixed up.
    printed.add("forward_linkage", codes, case["forward_linkages_printed"],
                [sum(row) for row in ghosh], 4, {"industry_group": 0.022})
    printed.add("ghosh_column_1", codes, case["ghosh_agri_column_printed"],
                [row[0] for row in ghosh], 4)
    golden(name, codes, {("I", "output_multiplier"): digits(backward, 4),
                         ("I", "gva_effect"): digits(gva_effects, 4),
                         ("I", "jobs_effect"): digits(jobs, 4)})
    return printed


def un_netherlands(case):
    """Six groups, Netherlands 2000: income multipliers of both closures."""
    name, codes = "un-netherlands-2000", case["sectors"]
    # Recovered from the printed Type II multipliers, which need a divisor
    # between 210,483.5 and 210,486.0: the source does not state it.
    income = 210485
    flows = [text(row) for row in case["Z"]]
    output, gva, compensation = text(case["output"]), text(case["gva"]), text(case["coe"])
    households = text(case["household_consumption"])
    table = common.Table(
        codes, readable(codes),
        {"output": output, "imports": remainder(output, sums_of_columns(flows), gva),
         "compensation": compensation, "surplus": remainder(gva, compensation), "gva": gva},
        flows,
        {"households": households,
         "other": remainder(output, sums_of_rows(flows), households)})
    table.write(FOLDER / name, description(
        "Netherlands 2000, six groups, domestic transactions", 2000, "EUR", "million",
        "United Nations Handbook on Supply and Use Tables and Input-Output Tables, 2018;"
        " first printed by D'Hernoncourt, Cordier and Hadley, 2011",
        ("#", "imports hold taxes less subsidies on products too: the source has no split."),
        ("#", "household_income is recovered from the printed Type II multipliers."),
        ("household_income", income)))

    economy = Economy(table, income)
    printed = Printed(name)
    one, two = case["income_multipliers_type1_printed"], case["income_multipliers_type2_printed"]
    printed.add("income_multiplier_type1", codes, one, economy.multipliers("compensation"), 3)
    printed.add("income_multiplier_type2", codes, two, economy.multipliers("compensation", "II"), 4)
    golden(name, codes, {("I", "income_multiplier"): digits(one, 3),
                         ("II", "income_multiplier"): digits(two, 4)})
    return printed


def chile(case, source):
    """Twelve sectors, Chile 2013; what the package calls multipliers of income are effects."""
    name, codes = "chile-2013", case["sectors"]
    columns, transactions = common.read_labelled(source / "chile2013_transaction_matrix.csv")
    uses, demand = common.read_labelled(source / "chile2013_wage_demand_matrix.csv")
    _, employment = common.read_labelled(source / "chile2013_employment_matrix.csv")
    common.require(codes == columns == list(transactions) == list(demand) == list(employment),
                   "sectors of Chile")
    flows = [transactions[code] for code in codes]

    def use(label):
        return [demand[code][uses.index(label)] for code in codes]

    output, compensation = use("final_total_demand"), use("wage")
    gva = remainder(output, sums_of_columns(flows))
    table = common.Table(
        codes, readable(codes),
        {"output": output, "compensation": compensation,
         "surplus": remainder(gva, compensation), "gva": gva,
         "jobs": [employment[code][0] for code in codes]},
        flows,
        {"households": use("household_consumption"), "npish": use("non_profit_consumption"),
         "government": use("government_consumption"),
         "capital": use("gross_fixed_capital_formation"),
         "inventories": use("change_in_inventories"), "exports": use("exports")})
    table.write(FOLDER / name, description(
        "Chile 2013, twelve sectors", 2013, "CLP", "billion",
        "Banco Central de Chile, input-output tables 2013, as shipped in the R package"
        " leontief (Apache-2.0)",
        ("#", "surplus and gva hold imports and taxes too: the source has wages and a remainder."),
        ("#", "The package says million; the size of the Chilean economy says billion (10^9).")))

    economy = Economy(table)
    printed = Printed(name)
    outputs, incomes = case["output_multiplier_printed"], case["income_multiplier_printed"]
    jobs = case["employment_multiplier_printed"]
    # Two output multipliers are printed a little more than half a digit away.
    printed.add("output_multiplier_type1", codes, outputs, economy.output_multipliers(), 2,
                {"transport_communications_information": 0.006, "financial_services": 0.006})
    printed.add("income_effect_type1", codes, incomes, economy.effects("compensation"), 3)
    printed.add("jobs_effect_type1", codes, jobs, economy.effects("jobs"), 1)
    golden(name, codes, {("I", "output_multiplier"): digits(outputs, 2),
                         ("I", "income_effect"): digits(incomes, 3),
                         ("I", "jobs_effect"): digits(jobs, 1)})
    return printed


def main(source):
    folder = source / "textbook"
    cases = {case["id"]: case for case in json.loads(
        (folder / "textbook_cases.json").read_text(encoding="utf-8"))}
    results = [
        miller_blair(cases["mb2009_ch2_table2.3"]),
        eurostat_germany(cases["eurostat_manual_germany_6x6"]),
        un_netherlands(cases["un_handbook_netherlands_2000_6x6"]),
        chile(cases["chile_2013_12x12"], folder),
    ]
    for result in results:
        print("%-24s %3d printed values, largest difference %.2f of its tolerance"
              % (result.case, len(result.rows), result.worst))
    common.write_csv(common.GOLDEN / "textbook-printed.csv",
                     ["case", "quantity", "sector", "value", "tolerance"],
                     (row for result in results for row in result.rows))


if __name__ == "__main__":
    main(common.source_folder())
