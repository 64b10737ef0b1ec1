"""Board packs: the figures of a quarter as pinned, what counts differently since, and the document."""
