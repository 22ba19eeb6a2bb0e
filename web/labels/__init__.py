"""What the parts of acts are called before people, in Chinese; the catalogue has the English."""
