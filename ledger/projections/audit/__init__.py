"""What an auditor asks of the books: search and drill, books by line and month, test questions, samples, proof."""
