"""Grades on their way out: pure functions from documents and the teacher's own file to bytes, and what must be told before."""
