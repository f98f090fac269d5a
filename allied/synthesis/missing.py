"""The refusal of a missing language model, in a module that brings nothing."""


class NoEmbedder(Exception):
    """No model can be loaded. Its text says what is missing and what to do."""
