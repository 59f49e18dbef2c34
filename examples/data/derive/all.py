"""Derive everything again: python3 examples/data/derive/all.py SOURCE_FOLDER"""
import common
import ledgers
import preston
import scotland
import textbook
import uk_2010_products
import uk_2019

# preston reads the table that uk_2019 writes.
STEPS = [uk_2019, scotland, uk_2010_products, textbook, preston, ledgers]


def main(source):
    for step in STEPS:
        step.main(source)


if __name__ == "__main__":
    main(common.source_folder())
