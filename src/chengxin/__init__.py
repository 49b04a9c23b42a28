"""诚信平台: wings of rooms; a wing knows only the wings below it (see docs/reference/house.md)."""
