"""An eight-page job made from the sample edition, set by us and by others, timed in turn."""
