"""Acts on the books themselves: opening, closing of months, correction, adoption of law."""
