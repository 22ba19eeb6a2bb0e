"""The books as files for others: for spreadsheets, for programs, and for two other ledgers that check ours.

Every format is written piece by piece while the journal is read in order, so that memory does not grow with the
books. Read ``selection`` first (what is exported), then ``stream`` (how the journal is read), then one module per
format.
"""
