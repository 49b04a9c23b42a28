"""Commands of Django that this house does otherwise."""
