"""对比测量: each module prints ours beside the peer and the limit, in one run."""
