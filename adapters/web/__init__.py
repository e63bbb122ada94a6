"""The browser door: the chat page that `make demo` opens."""
