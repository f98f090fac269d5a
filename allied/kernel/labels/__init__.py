"""Labels: a workspace's own words for what belongs together, on objects of any kind."""
