"""Derive everything again: python3 examples/data/derive/all.py SOURCE_FOLDER"""
import common
import ledgers
import preston
import scotland
import scotland_in_uk
import textbook
import uk_2010_products
import uk_2019
import uk_places

# preston, uk_places and scotland_in_uk read the tables that uk_2019 and scotland write.
STEPS = [uk_2019, scotland, scotland_in_uk, uk_2010_products, textbook, preston, uk_places, ledgers]


def main(source):
    for step in STEPS:
        step.main(source)


if __name__ == "__main__":
    main(common.source_folder())
