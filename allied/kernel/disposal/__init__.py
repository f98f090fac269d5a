"""Put objects out of the way: archived they stay readable, in the trash they are gone, and after 30 days erased."""
