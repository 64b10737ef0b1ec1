"""Files of assessment frameworks: their shape, what is wrong with one, and the rows they make."""
