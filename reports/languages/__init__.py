"""One module a language, named by its code (ISO 639-1), that says everything a person reads."""
