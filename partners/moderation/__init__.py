"""The office's review of what partners submit: what is waiting, what changed in it, and the mails about it."""
