"""State Performance Plan indicators: from source extracts to what the public may see."""
