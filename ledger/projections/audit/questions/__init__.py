"""The test questions, a family a module; ``catalogue`` lists them."""
