"""Working mechanisms of government integrity: what keeps an organ honest beside the chain of records."""
