"""Replies of the kernel → answers of known shape and size: pure, and nothing but ReadingError escapes."""
