"""The kinds of acts, one module per procedure: each gathers, names its checks, and draws up its voucher."""
