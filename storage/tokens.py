"""What is kept of a token."""

from hashlib import sha256


def digest_of(token: str) -> str:
    """SHA-256 in hexadecimal. A token is 256 random bits, so it needs neither salt nor a slow hash."""
    return sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
