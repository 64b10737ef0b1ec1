"""An invented council to look round in, made from a seed. No real place or person is meant.

`story` says what happens, `world` who and where; the other modules make the rows, `load` stores
them. Nothing here reads the clock: a seed, an as-of date and a scale always give the same rows.
"""
