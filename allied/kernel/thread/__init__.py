"""The thread: typed links between nodes, the evidence they carry, and what holds an act back."""
