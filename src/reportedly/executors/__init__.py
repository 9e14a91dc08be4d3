"""How stages are run over many pages; the stages do not know.

    pages ─► read_with ─┬─ in this process ──────────────────┬─► what `finish` makes of each
                        └─ pool ─► worker, worker, worker … ─┘   reading or error, in order

The same bytes give the same reading whatever runs the stages, and on however many processes.
"""

from reportedly.executors.running import Finish, as_it_is, read_with

__all__ = ["Finish", "as_it_is", "read_with"]
