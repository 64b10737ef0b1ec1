"""Reports: content as blocks, and one writer for each format."""
