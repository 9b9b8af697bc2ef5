"""The people of an organization: roles, invitations, requests to join. `permissions.Access` says who may do what."""
