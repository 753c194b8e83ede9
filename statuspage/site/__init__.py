"""What people write: the configuration and the posts, read into the model."""
