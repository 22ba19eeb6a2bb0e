"""Acts on notices, receipts, refunds and deposits."""
