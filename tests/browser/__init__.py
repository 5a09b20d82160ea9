"""The pages in a real browser; not collected where there is none, which ./run test then says (shots/chromium.py)."""
