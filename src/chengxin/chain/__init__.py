"""主链: from an instrument to a record, to what follows from it, to its end."""
