"""What is done for good: change sets of these commands are never the last thing that somebody wants back."""

# `api`: what a program brought is taken back by its number; nobody means it by “the last thing I did”. `thread`: what is
# written in a thread is deleted there.
NOT_MEANT_BY_UNDO = ("api", "link me", "connect", "forget contact", "thread")
