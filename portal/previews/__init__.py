"""Links by which people without an account read one draft and comment on it."""
