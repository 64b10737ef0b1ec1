"""Evidence as it is read: figures pinned with the cases behind them, and what a re-run finds."""
