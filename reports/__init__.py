"""Reports: a JSON document in, words and pages out."""
