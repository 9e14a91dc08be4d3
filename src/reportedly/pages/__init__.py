"""Room 1, capture: whatever holds pages becomes a stream of `Page`.

path ─► files ─► bytes ─► sniffing, decoding ─► Page
             ├─► lines ─────────────────────► Page      (JSON Lines)
             └─► archives ─► codings ─► bytes            (WARC, WACZ)
address ─► fetching ─────────► codings ─► bytes            (the web)
"""

from reportedly.pages.capture import capture, count, recapture
from reportedly.pages.fetching import Fetcher, fetch

__all__ = ["Fetcher", "capture", "count", "fetch", "recapture"]
