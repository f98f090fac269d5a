"""What there is to translate, and a language that nobody speaks, to find what was missed."""
