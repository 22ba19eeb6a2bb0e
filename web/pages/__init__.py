"""The pages: they ask the projections and fill a template, never the store."""
