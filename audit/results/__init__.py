"""Results of audits, put together from their rows: a round, a trend, the teams."""
