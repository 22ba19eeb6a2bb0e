"""What is measured and written: quantities, pollutants, days, texts."""
