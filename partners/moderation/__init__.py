"""What partners sent and waits for the office: what is new in it, and the mails about it."""
