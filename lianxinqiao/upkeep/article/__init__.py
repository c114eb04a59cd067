"""The article as a test: for each of its mechanisms and figures, what truly works here.

`table` reads the rows that people write (tests/article/mechanisms.toml), `proofs` knows whether a row's tests are
green, `evidence` asks its page and counts its records, `states` judges, `compute` does it all and `report` keeps the
last result for the page. Nobody writes a state by hand.
"""
