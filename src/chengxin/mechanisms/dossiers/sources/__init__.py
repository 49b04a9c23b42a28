"""What suppliers hand in."""
