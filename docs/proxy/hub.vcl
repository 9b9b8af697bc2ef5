# Varnish in front of the hub (Debian: apt-get install varnish varnish-modules). Tested with Varnish 7.1 by
# tests/portal/page_cache/test_real_proxies.py; docs/operators.md, “Proxy”, says how it is started.
#
# - It keeps only what the hub allows it to keep (Surrogate-Control), and files under /static/ and /uploads/images/.
# - The hub purges it by key: set CACHE_PROXIES=http://127.0.0.1:6082 for the hub.
# - While the hub is down it shows what it has, up to three days old. What was withdrawn has been purged and is never shown.
vcl 4.1;

import std;
import xkey;

backend hub {
    .host = "127.0.0.1";
    .port = "8000";
    .connect_timeout = 2s;
    .first_byte_timeout = 60s;
    # Not /healthz: a hub without its database still shows pages, help lines and the exit.
    .probe = {
        .request =
            "GET /exit/ HTTP/1.1"
            "Host: hub.example.gov"
            "X-Forwarded-Proto: https"
            "Connection: close";
        .expected_response = 302;
        .interval = 2s;
        .timeout = 2s;
        .window = 3;
        .threshold = 2;
        .initial = 2;
    }
}

sub vcl_recv {
    # Purges come from the hub, to an address of their own (-a purge=…), which no reader can reach.
    if (local.socket == "purge") {
        if (req.method != "PURGE" || !req.http.Surrogate-Key) {
            return (synth(405));
        }
        if (req.http.Fastly-Soft-Purge) {
            set req.http.X-Purged = xkey.softpurge(req.http.Surrogate-Key);
        } else {
            set req.http.X-Purged = xkey.purge(req.http.Surrogate-Key);
        }
        return (synth(200, "Purged"));
    }

    if (req.restarts == 0) {
        unset req.http.X-Fallback;
        # Varnish has added the address of the program that terminates HTTPS; the hub must see the reader's (for limits of sign-ins).
        set req.http.X-Forwarded-For = regsub(req.http.X-Forwarded-For, ",[^,]*$", "");
    }

    # Nothing outdated is shown while the hub answers.
    if (req.restarts == 0 && std.healthy(req.backend_hint)) {
        set req.grace = 0s;
    } else {
        set req.grace = 72h;
    }

    # The forms that the hub keeps of a page. They stay as they are only with `-p http_gzip_support=off`.
    if (req.http.Accept-Encoding ~ "(?i)\bbr\b") {
        set req.http.Accept-Encoding = "br";
    } elsif (req.http.Accept-Encoding ~ "(?i)\bgzip\b") {
        set req.http.Accept-Encoding = "gzip";
    } else {
        unset req.http.Accept-Encoding;
    }

    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # People with a session, and messages to them.
    if (req.http.Authorization || req.http.Cookie ~ "(^|;\s*)(__Host-session|sessionid|messages)\s*=") {
        return (pass);
    }
    # Never stored, and videos, of which parts are asked for.
    if (req.url ~ "(?i)^/([a-z]{2,3}(-[a-z]+)?/)?(admin|accounts|workspace|documents|uploads/media|preview|exit|healthz|search)(/|\?|$)") {
        return (pass);
    }
    return (hash);
}

sub vcl_hash {
    # The hub answers http:// with a redirect to https://.
    hash_data(req.http.X-Forwarded-Proto);
}

sub vcl_backend_response {
    if (beresp.http.Surrogate-Control ~ "max-age=[0-9]+" && !beresp.http.Set-Cookie) {
        set beresp.ttl = std.duration(regsub(beresp.http.Surrogate-Control, "^.*max-age=([0-9]+).*$", "\1s"), 0s);
        set beresp.grace = 72h;
        set beresp.http.xkey = beresp.http.Surrogate-Key;
        # It also names the cookie. vcl_recv has asked the hub itself for everybody who has a session; other cookies change nothing.
        set beresp.http.Vary = "Accept-Encoding";
        return (deliver);
    }
    # What follows is Varnish's own rule: nothing with `no-cache`, `no-store`, `private` or a cookie is stored.
}

sub vcl_backend_error {
    # vcl_synth decides.
    return (abandon);
}

sub vcl_synth {
    if (resp.status == 503 && local.socket != "purge") {
        # The hub is down. The exit leads to the same site as the hub's.
        if (req.url ~ "^/exit/") {
            set resp.status = 302;
            set resp.http.Location = "https://www.weather.gov/";
            set resp.http.Cache-Control = "no-store";
            set resp.http.Referrer-Policy = "no-referrer";
            return (deliver);
        }
        if (req.method == "GET" || req.method == "HEAD") {
            # First what is known of the page itself, then the help lines in its language.
            if (req.restarts == 0) {
                return (restart);
            }
            if (req.restarts == 1) {
                set req.http.X-Fallback = "1";
                set req.url = regsub(req.url, "^(/(es|so|hmn)(?=/))?.*$", "\1/get-help/");
                unset req.http.Cookie;
                return (restart);
            }
        }
        set resp.http.Content-Type = "text/html; charset=utf-8";
        set resp.http.Cache-Control = "no-store";
        set resp.http.Retry-After = "60";
        synthetic({"<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">
<title>Not available</title><h1>This site is not available at the moment</h1>
<p>Nothing that you typed was saved. In an emergency call <a href="tel:911">911</a>.</p>
<p><a href="/exit/">Leave this site</a></p></html>"});
        return (deliver);
    }
}

sub vcl_deliver {
    unset resp.http.Surrogate-Control;
    unset resp.http.Surrogate-Key;
    unset resp.http.xkey;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    if (obj.hits > 0) {
        set resp.http.X-Cache = "proxy";
        if (obj.ttl <= 0s) {
            set resp.http.X-Cache = "stale";
            set resp.http.Warning = {"111 - "Revalidation Failed""};
        }
    }
    if (req.http.X-Fallback) {
        set resp.status = 503;
        set resp.http.Retry-After = "60";
    }
}
