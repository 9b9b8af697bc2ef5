"""Steps that more than one journey takes."""


def sign_in(reader, email, password):
    """Sign in."""
    reader.open("/accounts/login/")
    reader.find("field", "^Email").send_keys(email)
    reader.find("field", "^Password").send_keys(password)
    reader.click(reader.find("button", "^Sign in"))
    reader.wait(lambda: not reader.path.startswith("/accounts/"), "the page after signing in")
