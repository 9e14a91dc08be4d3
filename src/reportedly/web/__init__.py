"""The reading room: the ledger in the browser, and for programs over HTTP.

    request ─► guards ─► a page's module ─► its context ─► template, or `.json`
             (Host, Origin)  (ledger lent)   (dataclass)

Every page is one module with its context, a documented dataclass, the function that makes it
from the ledger, and its routes. The core is synchronous: pages are made in a thread, and only
what waits (the news of a job) is asynchronous.
"""

from reportedly.web.app import create_app
from reportedly.web.house import Premises

__all__ = ["Premises", "create_app"]
