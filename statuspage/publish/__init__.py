"""The page published as files: built once, then brought to each target on its own."""
