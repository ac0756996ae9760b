"""A newspaper press for Chinese: article files in, a finished edition out."""

__version__ = "0.1.0"
