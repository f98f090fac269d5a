"""The words of templates, found without marks and said in the reader's language (docs/adr/0009)."""
