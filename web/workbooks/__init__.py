"""Workbooks and CSV that people take away: lists of the web, and templates of the sheets that they bring back."""
