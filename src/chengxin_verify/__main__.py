"""`python -m chengxin_verify FILE|DIR|URL`."""

import sys

from chengxin_verify.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
