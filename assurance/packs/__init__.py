"""Board packs: a quarter's figures as pinned, what counts differently since, the document."""
