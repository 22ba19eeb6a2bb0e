"""Lists that people shape themselves: columns chosen and ordered, filtered, grouped with sums, saved, taken away."""
