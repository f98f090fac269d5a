"""Ask: a question in plain words, answered by what people said, grouped by the claims that rest on it.

Nothing is written by a model and nothing leaves the server. Where no text comes near enough, the answer is that there
is no evidence, with how near the nearest came. The modules bring numpy: import them inside functions.
"""
