"""A made-up state: synthetic extracts that behave like real ones, and say that they are not."""

from dashboard.sample.write import SampleError, write_sample

__all__ = ["SampleError", "write_sample"]
