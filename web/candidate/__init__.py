"""The pages candidates see: their interview, what they may do about it, the messages they get."""
