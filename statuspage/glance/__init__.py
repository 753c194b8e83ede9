"""A status page at a glance: read from an address, or from the files of a site."""
