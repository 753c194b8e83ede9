"""The sample site run against small real services on loopback that can be broken on purpose."""
