"""How the field's nouns look: spans and blocks that several commands share."""
