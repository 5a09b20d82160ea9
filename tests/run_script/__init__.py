"""./run: what a person reads when something is missing, and how it finds a running stack; Python is a stand-in."""
