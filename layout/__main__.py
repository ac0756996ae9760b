"""``python -m layout``: the same as the command ``banxin``."""

from layout.cli import main

if __name__ == "__main__":
    main()
