"""One file that holds an installation, and is proved to bring it back.

`writing` makes the file, `reading` checks it, `restoring` puts it into an empty database of either
kind, `proving` does that with a database of no other use and compares: docs/decisions/0030.
"""
