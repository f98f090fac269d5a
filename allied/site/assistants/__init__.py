"""The workspace for assistants, by the Model Context Protocol: tools that read, as the member of a token.

``tools`` says what each tool does and asks the same queries as the pages; ``server`` speaks the protocol, through its
reference library; ``web`` and ``pipe`` are the two ways in. The library takes a second to load: only when it is used.
"""
