"""The data-quality desk: named rules, what fails them, and what putting it right could do.

Nothing found is stored: a record that is put right fails no more, and that is all.
"""
