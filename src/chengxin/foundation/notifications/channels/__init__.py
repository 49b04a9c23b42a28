"""渠道: one file each: mail, the work chat of government offices, short messages, an address of one's own."""
