"""The data-quality desk: named rules, what fails them, and what putting it right could do.

Which records fail is looked for anew each time: one that is put right fails no more, and that is
all. How many there are is counted in the background and stored with the moment of it.
"""
