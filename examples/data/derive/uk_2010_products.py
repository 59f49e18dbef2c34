"""The United Kingdom in 2010: the ONS product-by-product table, 127 products.

For the tests: the largest table whose inverse is published, and one with
awkward rows (non-market and non-profit producers beside the market ones).
"""
import common

TABLE = "iot_pxp_domestic.csv"
FOLDER = "uk-2010-products"
PRODUCTS = 127
ACCOUNTS = {
    "output": "Total output", "imports": "Imported goods and services",
    "taxes_on_products": "Taxes less subsidies on products",
    "taxes_on_production": "Taxes less subsidies on production",
    "compensation": "Compensation of employees", "surplus": "Gross Operating Surplus",
}
FINAL_USE = {
    "households": ["Households"], "npish": ["Non-profit instns serving households"],
    "government_central": ["Central government"], "government_local": ["Local government"],
    "capital": ["Gross fixed capital formation"], "inventories": ["Changes in inventories"],
    "valuables": ["Valuables"], "exports": ["Exports of goods", "Exports of services"],
}
RESULTS = ["Output multiplier", "Employment cost effects", "Employment cost multiplier",
           "GVA effects", "GVA multiplier"]


def official_results(folder):
    """The official results, which carry labels and no codes: the order is the link."""
    return common.read_records(folder / "official_multipliers_effects.csv")


def read_table(folder):
    """The table as published; gva is the sum of its three parts."""
    columns, rows = common.read_labelled(folder / TABLE)
    codes = list(rows)[:PRODUCTS]
    results = official_results(folder)
    common.require(codes == columns[:PRODUCTS] and len(results) == PRODUCTS,
                   "codes of " + TABLE)
    accounts = {name: rows[row][:PRODUCTS] for name, row in ACCOUNTS.items()}
    accounts["gva"] = [common.total(parts) for parts in zip(
        accounts["taxes_on_production"], accounts["compensation"], accounts["surplus"])]
    final_use = {name: [common.one_use(rows[code], columns, uses) for code in codes]
                 for name, uses in FINAL_USE.items()}
    table = common.Table(codes, [product_name(r, code) for r, code in zip(results, codes)],
                         accounts, [rows[code][:PRODUCTS] for code in codes], final_use)
    households = columns.index("Households")
    return (table, rows[ACCOUNTS["imports"]][households],
            rows[ACCOUNTS["taxes_on_products"]][households])


def product_name(result, code):
    """The label of the results; control characters stand where a dash was lost."""
    name = common.clean_name(result["uk_row_label"])
    for mark, prefix in (("non-market", "NM_"), ("npish", "NPISH_")):
        common.require(name.lower().endswith(mark) == code.startswith(prefix),
                       "label of " + code)
    return name


def description(imports, taxes):
    """The entries of table.yaml; no household income is known for 2010."""
    return [
        ("title", "United Kingdom 2010, product by product, domestic use, 127 products"),
        ("year", 2010), ("currency", "GBP"), ("unit", "million"),
        ("prices", "basic, current"),
        ("source", "Office for National Statistics, UK input-output analytical tables 2010"),
        ("licence", common.UK_LICENCE),
        ("household_imports", imports),
        ("household_taxes_on_products", taxes),
    ]


def official_inverse(folder, codes):
    """The official inverse without the totals that stand among its codes."""
    columns, rows = common.read_labelled(folder / "official_leontief.csv")
    common.require(columns == codes + ["Total"] and list(rows) == columns, "codes of the inverse")
    return [rows[code][:PRODUCTS] for code in codes]


def check_match(table, inverse, results):
    """Recompute every official result from the official inverse.

    The results carry no codes, so this is what shows that the order is right.
    """
    output = [float(x) for x in table.accounts["output"]]
    worst = 0.0
    for account, effect in ((None, "Output multiplier"),
                            ("compensation", "Employment cost effects"),
                            ("gva", "GVA effects")):
        weights = [1.0] * PRODUCTS if account is None else [
            common.number(a) / x for a, x in zip(table.accounts[account], output)]
        for j, result in enumerate(results):
            value = sum(w * float(row[j]) for w, row in zip(weights, inverse))
            worst = max(worst, abs(value - float(result[effect])))
    print("%-24s official results from the official inverse: within %.2g" % (FOLDER, worst))
    common.require(worst < 1e-9, "official results do not follow from the official inverse")


def main(source):
    folder = source / FOLDER
    table, imports, taxes = read_table(folder)
    table.write(common.TESTS / FOLDER, description(imports, taxes), compress=True)
    inverse, results = official_inverse(folder, table.codes), official_results(folder)
    check_match(table, inverse, results)
    common.write_csv(common.GOLDEN / (FOLDER + ".csv"), common.GOLDEN_HEADER, (
        [code, "I", *(result[name] for name in RESULTS), "", ""]
        for code, result in zip(table.codes, results)))
    common.write_csv(common.GOLDEN / (FOLDER + "-leontief.csv.gz"), ["code", *table.codes],
                     ([code, *row] for code, row in zip(table.codes, inverse)))


if __name__ == "__main__":
    main(common.source_folder())
