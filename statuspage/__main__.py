"""Lets ``python -m statuspage`` do what the command does."""

from statuspage.cli import main

if __name__ == "__main__":
    main()
