"""Files of any shape into any part of the product: reading, mapping, running, undoing. Slices register targets."""
