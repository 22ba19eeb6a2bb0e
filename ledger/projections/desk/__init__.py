"""What a desk works on: acts that wait, their files, their vouchers."""
