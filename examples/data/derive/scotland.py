"""Scotland 1998, 2010 and 2019: the Scottish Government's industry-by-industry tables.

2019 is an example to work with; 1998 and 2010 are there for the tests, which
reproduce the official Type I and Type II results of all three years.
"""
import common

YEARS = {
    1998: common.TESTS / "scotland-1998",
    2010: common.TESTS / "scotland-2010",
    2019: common.EXAMPLES / "scotland-2019",
}
SECTORS = 98
LABELS = 2  # code and name stand before the numbers
ACCOUNTS = {
    "taxes_on_products": "TlSPrds", "taxes_on_production": "TlSPrdn",
    "compensation": "CoE", "surplus": "GOS", "gva": "GVA",
}
IMPORTS = {"imports_rest_of_uk": "RUKImp", "imports_rest_of_world": "RoWImp"}
FINAL_USE = {
    "households": ["HOUSEHOLD"], "npish": ["NPISH"],
    "government_central": ["FD_CENGOV"], "government_local": ["FD_LOCGOV"],
    "capital": ["GFCF"], "inventories": ["INVENTORIES"], "valuables": ["VALUABLES"],
    "exports": ["EXPORTS_NONRES", "EXPORTS_RUK", "EXPORTS_ROW"],
}
RESULTS = ["Output_M", "Income_E", "Income_M", "GVA_E", "GVA_M", "Employment_E", "Employment_M"]


def read_table(folder):
    """(table, household imports, household taxes on products) of one year."""
    columns, rows = common.read_labelled(folder / "ixi.csv", LABELS)
    names = [row[1] for row in common.read_rows(folder / "ixi.csv")[1:]]
    codes = list(rows)[:SECTORS]
    vectors = common.read_records(folder / "vectors.csv")
    common.require(codes == [row["sic"] for row in vectors], "codes of vectors.csv")
    common.require(columns[:SECTORS] == [row["ioc"] for row in vectors], "columns of ixi.csv")

    accounts = {"output": rows["TOut"][:SECTORS]}
    imports = {name: rows[row][:SECTORS] for name, row in IMPORTS.items()}
    accounts["imports"] = [common.total(origins) for origins in zip(*imports.values())]
    accounts.update({name: rows[row][:SECTORS] for name, row in ACCOUNTS.items()})
    accounts["jobs"] = [row["implied_fte"] for row in vectors]
    accounts.update(imports)
    if (folder / "exports_detail.csv").exists():
        accounts["exports_rest_of_uk"] = sales_to_rest_of_uk(folder, columns, rows, codes)

    final_use = {name: [common.one_use(rows[code], columns, uses) for code in codes]
                 for name, uses in FINAL_USE.items()}
    flows = [rows[code][:SECTORS] for code in codes]
    households = columns.index("HOUSEHOLD")
    table = common.Table(codes, names[:SECTORS], accounts, flows, final_use)
    return (table, common.total(rows[row][households] for row in IMPORTS.values()),
            rows["TlSPrds"][households])


def sales_to_rest_of_uk(folder, columns, rows, codes):
    """Exports to the rest of the UK, with its visitors' part in what non-residents buy.

    The industry-by-industry table has visitors' purchases in one column; their
    part is that of the product in exports_detail.csv, or of all products where
    that has none.
    """
    details = common.read_records(folder / "exports_detail.csv")[:SECTORS]
    common.require(codes == [row["ioc098_sic"] for row in details], "codes of exports_detail.csv")
    visitors = [(common.number(row["NRes_RUK"]), common.number(row["NRes_All"]))
                for row in details]
    average = sum(part for part, _ in visitors) / sum(whole for _, whole in visitors)
    rest = columns.index("EXPORTS_RUK")
    here = columns.index("EXPORTS_NONRES")
    sales = []
    for code, (part, whole) in zip(codes, visitors):
        share = part / whole if whole > 0 else average
        sales.append(repr(common.number(rows[code][rest]) +
                          share * common.number(rows[code][here])))
    return sales


def description(year, income, imports, taxes):
    """The entries of table.yaml."""
    return [
        ("title", "Scotland %d, industry by industry, domestic use, 98 industries" % year),
        ("year", year), ("currency", "GBP"), ("unit", "million"),
        ("prices", "basic, current"),
        ("source", "Scottish Government, Supply, Use and Input-Output Tables,"
                   " published October 2022"),
        ("licence", common.UK_LICENCE),
        ("#", "household_income is the divisor of the official Type II closure, total household"),
        ("#", "income from all sources, recovered from the official Type II inverse."),
        ("household_income", income),
        ("household_imports", imports),
        ("household_taxes_on_products", taxes),
    ]


def write_golden(folder, year, codes):
    """The official results of both closures."""
    rows = []
    for closure, number in (("I", 1), ("II", 2)):
        records = common.read_records(folder / ("multipliers_type%d.csv" % number))
        common.require(codes == [row["ioc098_sic"] for row in records], "codes of the multipliers")
        rows += [[row["ioc098_sic"], closure, *(row[name] for name in RESULTS)]
                 for row in records]
    common.write_csv(common.GOLDEN / ("scotland-%d.csv" % year), common.GOLDEN_HEADER, rows)


def main(source):
    incomes = {int(row["year"]): row["household_income_gbp_m"]
               for row in common.read_records(source / "scotland" / "household_income.csv")}
    for year, target in YEARS.items():
        folder = source / "scotland" / str(year)
        table, imports, taxes = read_table(folder)
        table.write(target, description(year, incomes[year], imports, taxes),
                    compress=target.parent == common.TESTS)
        write_golden(folder, year, table.codes)


if __name__ == "__main__":
    main(common.source_folder())
