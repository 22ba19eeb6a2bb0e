"""Pictures as SVG: figures become geometry and geometry becomes text, in integers of a tenth of a pixel."""
