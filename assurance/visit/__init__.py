"""A visit of an assessor: what is sent before it, which cases are tracked, what the draft says."""
