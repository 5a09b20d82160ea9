"""`./run shots`: pictures of the pages for docs/images; and the browser that pictures, tests and benchmarks drive."""
