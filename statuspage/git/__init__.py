"""The git side of a site: brought up to date with its remote, and what its history tells of posts."""
