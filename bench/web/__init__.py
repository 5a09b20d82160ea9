"""`./run bench web`: how fast every page answers and first paints among many interviews."""
