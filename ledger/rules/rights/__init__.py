"""What rights are judged on: cap, term, sale, reclaim."""
