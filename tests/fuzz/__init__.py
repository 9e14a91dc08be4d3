"""Every parser of what comes from outside, fed with anything: what may come out is what they
promise, or a `PageError`.

`TARGETS` are run by `tests/test_fuzz.py` with Hypothesis, shortly and always, on mutations of
`SEEDS` and on every case under `cases/`; and by hand for as long as one likes with atheris, which
follows the branches of the code:

    pip install atheris
    python -m tests.fuzz archive -max_total_time=600

What it finds goes into `cases/TARGET/`, with a name that says what it was.
"""
