"""Where suggestions and proposals come from: rows of a template."""
