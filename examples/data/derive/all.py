"""Derive everything again: python3 examples/data/derive/all.py SOURCE_FOLDER"""
import canteens
import common
import france_2010
import france_purchases
import ledgers
import preston
import scotland
import scotland_in_uk
import textbook
import uk_2010_products
import uk_2019
import uk_places

# preston, uk_places and scotland_in_uk read the tables that uk_2019 and scotland write; canteens
# reads what preston writes.
STEPS = [uk_2019, scotland, scotland_in_uk, uk_2010_products, textbook, preston, uk_places, ledgers,
         canteens, france_2010, france_purchases]


def main(source):
    for step in STEPS:
        step.main(source)


if __name__ == "__main__":
    main(common.source_folder())
