"""People with an account: sign-in, sessions, second factor, known devices, input kept when a session has ended.

`services.py` says what a person is and where signing in leads.
"""
