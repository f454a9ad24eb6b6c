"""Measurements, against peers and on public data; docs/benchmarks.md tells what they print."""
