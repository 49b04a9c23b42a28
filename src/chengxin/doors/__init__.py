"""门: where people and other systems come in; each room of this wing is one door."""
