"""A public status page from health checks and incident posts in git."""
