"""The engine postgresql, watched."""
