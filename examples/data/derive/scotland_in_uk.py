"""Scotland 2019 inside the United Kingdom 2019: concordances to 94 common sectors and trade.

Reads the two tables that uk_2019 and scotland write, and the Scottish
Government's imports and exports by origin. Sectors are only added up, never
divided: where one classification is finer, its codes are merged.
"""
import common

UK = common.EXAMPLES / "uk-2019"
SCOTLAND = common.EXAMPLES / "scotland-2019"
TARGET = common.EXAMPLES / "scotland-in-uk-2019"

# Common sectors that are more than one code in either table; all others pair off by SIC division.
MERGED = [
    # common, codes of the United Kingdom, codes of Scotland
    ("01", ["A01"], ["01"]),
    ("02", ["A02"], ["02.1, 02.4", "02.2-3"]),
    ("03", ["A03"], ["03.1", "03.2"]),
    ("05", ["B05"], ["05"]),
    ("06-08", ["B06 & B07", "B08"], ["06-08"]),
    ("10.4-5", ["C104", "C105"], ["10.4-5"]),
    ("11.01-06, 12", ["C1101T1106 & C12"], ["11.01-04", "11.05-06", "12"]),
    ("19, 20B", ["C19", "C20B"], ["19, 20B"]),
    ("20AC", ["C20A", "C20C"], ["20AC"]),
    ("25", ["C254", "C25OTHER"], ["25"]),
    ("30", ["C301", "C303", "C30OTHER"], ["30"]),
    ("33", ["C3315", "C3316", "C33OTHER"], ["33"]),
    ("36, 37", ["E36", "E37"], ["36, 37"]),
    ("38, 39", ["E38", "E39"], ["38, 39"]),
    ("68.1-2", ["L68BXL683"], ["68.1-2"]),
    ("68.2IMP", ["L68A"], ["68.2IMP"]),
    ("68.3", ["L683"], ["68.3"]),
]
USES = {"government_central": "government", "government_local": "government"}
IMPORTS_BY_USE = {
    "households": ["HOUSEHOLD"], "npish": ["NPISH"],
    "government_central": ["FD_CENGOV"], "government_local": ["FD_LOCGOV"],
    "capital": ["GFCF"], "inventories": ["INVENTORIES"], "valuables": ["VALUABLES"],
    "exports": ["EXPORTS_NONRES", "EXPORTS_RUK", "EXPORTS_ROW"],
}


def codes_of(folder, name="sectors.csv"):
    return [row[0] for row in common.read_rows(folder / name)[1:]]


def concordances():
    """(common, codes of the United Kingdom, codes of Scotland), in the Scottish order."""
    uk = codes_of(UK)
    scotland = codes_of(SCOTLAND)
    merged_uk = {code for row in MERGED for code in row[1]}
    merged_scotland = {code for row in MERGED for code in row[2]}
    single_uk = [code for code in uk if code not in merged_uk]
    single_scotland = [code for code in scotland if code not in merged_scotland]
    common.require(len(single_uk) == len(single_scotland), "codes that pair off")
    for one, other in zip(single_uk, single_scotland):
        division = other.replace(".", "")[:2]
        common.require(division in one, "%s pairs with %s" % (one, other))
    groups = MERGED + [(other, [one], [other]) for one, other in zip(single_uk, single_scotland)]
    groups.sort(key=lambda group: scotland.index(group[2][0]))
    for k, codes in ((1, uk), (2, scotland)):
        common.require(sorted(code for group in groups for code in group[k]) == sorted(codes),
                       "every code is in one group")
    return groups


def write_concordance(name, groups, column, uses):
    rows = [["sector", code, group[0]] for group in groups for code in group[column]]
    rows += [["use", use, USES.get(use, use)] for use in uses]
    common.write_csv(TARGET / name, ["kind", "from", "to"], rows)


def main(source):
    folder = source / "scotland" / "2019"
    TARGET.mkdir(exist_ok=True)
    groups = concordances()
    uses = common.read_rows(SCOTLAND / "final_use.csv")[0][1:]
    write_concordance("uk.csv", groups, 1, [])
    write_concordance("scotland.csv", groups, 2, uses)

    columns, rows = common.read_labelled(folder / "ixi.csv", 2)
    by_use = [[use, common.one_use(rows["RUKImp"], columns, IMPORTS_BY_USE[use])] for use in uses]
    common.write_csv(TARGET / "imports_by_use.csv", ["use", "imports_rest_of_uk"], by_use)


if __name__ == "__main__":
    main(common.source_folder())
