"""Prices, fees, notices, receipts, refunds and deposits."""
