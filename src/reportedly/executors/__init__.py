"""How stages are run over many pages; the stages do not know.

    files ─► shards ─► engines ─► parts (Parquet) ─► readings_in

    pages ─► read_with ─┬─ in this process ──────────────────┬─► what `finish` makes of each
                        └─ pool ─► worker, worker, worker … ─┘   reading or error, in order

The same bytes give the same reading whatever runs the stages, and on however many processes.
"""

from reportedly.executors.running import Finish, as_it_is, read_with
from reportedly.executors.shards import holds_parts, readings_in

__all__ = ["Finish", "as_it_is", "holds_parts", "read_with", "readings_in"]
