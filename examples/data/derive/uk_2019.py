"""The United Kingdom in 2019: the ONS industry-by-industry table, 105 industries.

Writes examples/data/uk-2019 and the official Type I results that the tests
reproduce. Money comes straight from the analytical tables; jobs are not in
them and are put together here from the business register survey (BRES).
"""
import collections

import common

# Total household income divided by compensation of employees, Scotland 2019;
# nothing like it is published for the United Kingdom.
SCOTTISH_INCOME_RATIO = "1.86"

ACCOUNTS = {
    "output": "P1", "imports": "IMP", "taxes_on_products": "TLSPROD",
    "taxes_on_production": "D29-D39", "compensation": "D1", "surplus": "GOSMI",
    "gva": "GVA",
}
FINAL_USE = {
    "households": ["P3S14"], "npish": ["P3S15"], "government": ["P3S13"],
    "capital": ["P51G"], "inventories": ["P52"], "valuables": ["P53"],
    "exports": ["P61EU", "P61RW", "P62"],
}
# Imputed rents are nobody's work, and the survey does not ask households who
# employ domestic staff.
WITHOUT_JOBS = {"L68A", "T97"}


def employment_2019(places):
    """BRES 2019 employment of the United Kingdom by SIC division."""
    return {row["Industry"][:2]: common.number(row["UK"])
            for row in common.read_records(places / "bres2019_employment_sic2_countries.csv")}


def survey_lines_2021(places):
    """BRES 2021 lines of Great Britain by SIC division, group or class."""
    return {row["sic"]: row
            for row in common.read_records(places / "bres2021_gb_ioat_sic_levels.csv")}


def full_time_ratio(line):
    """Full-time equivalents per employee: a part-time job counts as half."""
    full = common.number(line["Full-time employees"])
    part = common.number(line["Part-time employees"])
    return (full + part / 2) / (full + part) if full + part else 0.0


def code_of_each_line(places):
    """SIC line -> table code, for the lines that are in the survey."""
    return {row["bres_industry"]: row["iaot_industry_code"]
            for row in common.read_records(places / "bres_ioat_lookup.csv")
            if row["iaot_industry_code"] not in WITHOUT_JOBS}


def check_split(places, lines, code_of):
    """The lines of a code add up to what the source gives for the code."""
    sums = collections.Counter()
    for sic, code in code_of.items():
        sums[code] += common.number(lines[sic]["Employment"])
    for row in common.read_records(places / "bres2021_gb_employment_by_ioat105.csv"):
        code = row["ioat_code"]
        common.require(code in WITHOUT_JOBS or sums[code] == float(row["employment"]),
                       "BRES 2021 employment of " + code)


def full_time_equivalents(places, codes):
    """Jobs of each code: the level of 2019, the split of 2021 within a division."""
    level, lines = employment_2019(places), survey_lines_2021(places)
    code_of = code_of_each_line(places)
    check_split(places, lines, code_of)
    division_2021 = collections.Counter()
    for sic in code_of:
        division_2021[sic[:2]] += common.number(lines[sic]["Employment"])
    jobs = dict.fromkeys(codes, 0.0)
    for sic, code in code_of.items():
        if division_2021[sic[:2]]:
            share = common.number(lines[sic]["Employment"]) / division_2021[sic[:2]]
            jobs[code] += level[sic[:2]] * share * full_time_ratio(lines[sic])
    return [repr(jobs[code]) for code in codes]


def read_table(source):
    """The table as published, with the jobs added."""
    folder = source / "uk-2019"
    columns, rows = common.read_labelled(folder / "ixi_use_domestic.csv")
    primary_columns, primary = common.read_labelled(folder / "primary_inputs.csv")
    names = {row["code"]: common.clean_name(row["name"])
             for row in common.read_records(folder / "industries.csv")}
    codes = list(names)
    common.require(codes == list(rows) == columns[:len(codes)] == primary_columns,
                   "codes differ between the files of uk-2019")
    accounts = {name: primary[row] for name, row in ACCOUNTS.items()}
    accounts["jobs"] = full_time_equivalents(source / "uk-places", codes)
    final_use = {name: [common.one_use(rows[code], columns, uses) for code in codes]
                 for name, uses in FINAL_USE.items()}
    flows = [rows[code][:len(codes)] for code in codes]
    return common.Table(codes, [names[code] for code in codes], accounts, flows, final_use)


def household_payments(source):
    """What households pay for imports directly, and in taxes on products."""
    columns, rows = common.read_labelled(source / "uk-2019" / "primary_inputs_final_use.csv")
    households = columns.index("P3S14")
    return rows["IMP"][households], rows["TLSPROD"][households]


def description(source, table):
    """The entries of table.yaml."""
    compensation = common.number(common.total(table.accounts["compensation"]))
    income = round(float(SCOTTISH_INCOME_RATIO) * compensation)
    imports, taxes = household_payments(source)
    return [
        ("title", "United Kingdom 2019, industry by industry, domestic use, 105 industries"),
        ("year", 2019), ("currency", "GBP"), ("unit", "million"),
        ("prices", "basic, current"),
        ("source", "Office for National Statistics, UK input-output analytical tables 2019;"
                   " jobs from the Business Register and Employment Survey 2019 and 2021"),
        ("licence", common.UK_LICENCE),
        ("#", "household_income is an ESTIMATE: %s, the Scottish ratio of household income to"
              % SCOTTISH_INCOME_RATIO),
        ("#", "compensation of employees in 2019, times the compensation of this table (%d)."
              % compensation),
        ("household_income", income),
        ("household_imports", imports),
        ("household_taxes_on_products", taxes),
    ]


def write_golden(source, codes):
    """The official Type I effects and multipliers, and the official inverse."""
    folder = source / "uk-2019"
    effects = common.read_records(folder / "official_type1_effects.csv")
    multipliers = common.read_records(folder / "official_type1_multipliers.csv")
    common.require(codes == [row["code"] for row in effects] == [row["code"] for row in multipliers],
                   "codes of the official results")
    common.write_csv(common.GOLDEN / "uk-2019.csv", common.GOLDEN_HEADER, (
        [e["code"], "I", e["output"], e["coe"], m["coe"], e["gva"], m["gva"], "", ""]
        for e, m in zip(effects, multipliers)))
    common.write_csv(
        common.GOLDEN / "uk-2019-effects.csv",
        ["code", "imports_effect", "taxes_on_products_effect", "surplus_effect",
         "taxes_on_production_effect"],
        ([e["code"], e["imports_cif"], e["tls_products"], e["gos_mi"], e["tls_production"]]
         for e in effects))
    header, *rows = common.read_rows(folder / "official_leontief_type1.csv")
    common.require(codes == header[1:] == [row[0] for row in rows], "codes of the inverse")
    common.write_csv(common.GOLDEN / "uk-2019-leontief.csv.gz", header, rows)


def main(source):
    table = read_table(source)
    table.write(common.EXAMPLES / "uk-2019", description(source, table))
    write_golden(source, table.codes)


if __name__ == "__main__":
    main(common.source_folder())
