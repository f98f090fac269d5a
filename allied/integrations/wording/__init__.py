"""A language model that a workspace connects to word answers. Off unless an administrator switches it on.

``port`` says what it does, ``endpoint`` speaks to an OpenAI-compatible server, ``prompt`` says what is sent. What it
answers is checked by the flow that asks; here it is only fetched.
"""
