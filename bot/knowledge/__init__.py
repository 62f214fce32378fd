"""The FAQ knowledge base: one Markdown file a question (docs/howto/tambah_faq.md)."""
