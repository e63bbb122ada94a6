"""Everything out again, as far as one may see: what goes out, its rows, and the text of a file."""
