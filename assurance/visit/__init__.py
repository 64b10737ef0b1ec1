"""A visit of an assessor: what is sent beforehand, which cases they track, what their draft says."""
