// Passkeys: says in words what the browser cannot do, and hides the button where it knows none.
(function () {
  document.addEventListener("DOMContentLoaded", function () {
    var supported = Boolean(window.PublicKeyCredential);
    if (document.getElementById("passkey_login")) {
      window.allauth.webauthn.forms.loginForm({ ids: { login: "passkey_login", credential: "passkey_credential" } });
    }
    document.querySelectorAll("[data-passkey]").forEach(function (part) { part.hidden = !supported; });
    document.querySelectorAll("[data-no-passkey]").forEach(function (part) { part.hidden = supported; });
  });
  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    document.querySelectorAll("[data-passkey-error]").forEach(function (part) {
      part.hidden = false;
      part.focus();
    });
  });
})();
