"""Stage 3: clusters in, lines and galleys of every way worth printing out."""
