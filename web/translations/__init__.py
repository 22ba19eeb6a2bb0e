"""The catalogue of translations, one file a language."""
