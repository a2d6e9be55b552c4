"""How Django writes days and times in a language, where its own form is not the archive's (FORMAT_MODULE_PATH)."""
