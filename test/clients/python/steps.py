"""What all programs here share: how two values are compared, and how a step is run and told."""

import sys


def equal(actual, expected):
    if actual != expected:
        raise AssertionError(f"{actual!r} is not {expected!r}")


def run(steps):
    """Prints `ok NAME` or `not ok NAME: why` for each. They stand on each other: the first that fails is the last."""
    for step in steps:
        name = step.__name__.replace("_", " ")
        try:
            step()
            print(f"ok {name}", flush=True)
        except Exception as error:  # any failure is the step's outcome
            why = str(error).replace("\n", " | ")
            print(f"not ok {name}: {type(error).__name__} {why}", flush=True)
            sys.exit(1)
