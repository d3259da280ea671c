"""A cluster of machines as an executor. The one module that imports dask."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from distributed import Client


@contextmanager
def machines_at(address: str) -> Iterator[Executor]:
    """What gives work to the machines of a cluster whose scheduler is at `address`.

    All of them see the workspace and the folder of the sites under the same path. OSError where nobody answers there.
    """
    with Client(address, timeout="10s", set_as_default=False) as client:  # type: ignore[no-untyped-call]
        yield client.get_executor(pure=False)
