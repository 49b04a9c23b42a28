"""`python -m chengxin_witness --state DIR …`."""

import sys

from chengxin_witness.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
