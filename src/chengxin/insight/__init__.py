"""What the chain and the mechanisms are read for: answers with a purpose, and later evaluations."""
