"""Files that people attach to objects and comments: kept by their content, never changed, never run."""
