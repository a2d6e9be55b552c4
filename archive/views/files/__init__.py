"""The files of a text: PDF, Word, Akoma Ntoso, plain text, Markdown, and its clauses as CSV."""
