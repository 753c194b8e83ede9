"""The doctor: what the page shares with what it reports on, and how its machine is. For operators only."""
