"""The collector of unreachable cycles, put off while very many objects are made that all stay for a while."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collected_later() -> Iterator[None]:
    """Within the block nothing is looked through for cycles: thousands of rows are made and kept, and looking through
    them again and again costs a fifth of the time or more. Blocks of several threads may overlap: the first to end
    switches it on again, which is safe."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
