"""基座: what every matter needs, whatever it is about: rules, bodies, people, moves, deadlines, documents, proof."""
