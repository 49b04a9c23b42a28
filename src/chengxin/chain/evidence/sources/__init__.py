"""来源: one file for each outside party: how its rows become instruments, or are refused with what would mend them."""
