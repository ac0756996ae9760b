"""Stage 5: page layouts in, finished PDFs out.

WeasyPrint is loaded when something is rendered, not when this package is imported.
"""
