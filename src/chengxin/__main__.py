"""`python -m chengxin` is the command line."""

from chengxin.site.cli import main

if __name__ == "__main__":
    main()
