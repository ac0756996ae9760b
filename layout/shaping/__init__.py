"""Stage 2: text in, clusters of glyphs with their widths and classes out."""
