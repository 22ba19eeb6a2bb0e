"""What prices, notices, receipts, refunds and deposits are judged on."""
