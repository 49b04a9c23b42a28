"""Where promises come from: rows of a template, and what work reports say."""
