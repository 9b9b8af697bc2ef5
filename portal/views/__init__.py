"""The building's own addresses: exit, errors, what machines ask for."""
