"""What people say to each other about any object: comments, who follows it, and what they are told."""
