"""Room 1, capture: whatever holds pages becomes a stream of `Page`.

path ─► files ─► bytes ─► sniffing, decoding ─► Page
             ├─► lines ─────────────────────► Page      (JSON Lines)
             └─► archives ─► codings ─► bytes            (WARC, WACZ)
"""

from reportedly.pages.capture import capture, count, recapture

__all__ = ["capture", "count", "recapture"]
