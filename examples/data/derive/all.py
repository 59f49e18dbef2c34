"""Derive everything again: python3 examples/data/derive/all.py SOURCE_FOLDER"""
import common
import ledgers
import preston
import scotland
import textbook
import uk_2010_products
import uk_2019
import uk_places

# preston and uk_places read the table that uk_2019 writes.
STEPS = [uk_2019, scotland, uk_2010_products, textbook, preston, uk_places, ledgers]


def main(source):
    for step in STEPS:
        step.main(source)


if __name__ == "__main__":
    main(common.source_folder())
