"""One sign-in for everybody with an account."""

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given by the office; nobody makes one from outside."""

    def is_open_for_signup(self, request):
        """Whether a stranger may register: never."""
        return False

    def get_login_redirect_url(self, request):
        """Where a person goes after signing in without a page in mind."""
        if request.user.has_perm("wagtailadmin.access_admin"):
            return reverse("wagtailadmin_home")
        return reverse("account_change_password")
