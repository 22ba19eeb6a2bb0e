"""Who acts, in whose stead, and what lies on a desk."""
