"""References: what closes a gate, what is told of an account, who decides, and what becomes of an ask."""
