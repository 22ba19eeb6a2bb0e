"""What books are made of: accounts, units, postings, acts, periods, the log and its proof."""
