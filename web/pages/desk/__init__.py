"""Pages of clerks, reviewers and the financial officer."""
