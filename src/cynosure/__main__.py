"""`python -m cynosure` is `cynosure`."""

from cynosure.cli.main import main

if __name__ == "__main__":
    main()
