"""Where to start: what a placement asks, and what the answers say."""
