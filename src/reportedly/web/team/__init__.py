"""A team in the reading room: who belongs to it, who is signed in, who did what.

    name, password ─► slowing ─► passwords ─► accounts ─► sessions ─► a visitor
    OpenID provider ──────────────────────────┘            tokens ──►

All of it is kept in the room's store (`web/store.py`), secrets as hashes alone, and every act
is written into the audit in the transaction that does it. Nothing here knows of HTTP.
"""
