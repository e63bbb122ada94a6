"""How fast Bailey is, each time against a bare peer measured in the same run: `python -m benchmarks`."""
