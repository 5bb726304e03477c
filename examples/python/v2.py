"""Registers a name over the second generation of the reseller API: NAMEYARD_KEY=… python3 v2.py NAME.com (Python 3.8 or newer)"""
import base64
import hashlib
import hmac
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

URL = os.environ.get("NAMEYARD_URL", "http://127.0.0.1:8080")
EMAIL = os.environ.get("NAMEYARD_EMAIL", "test@exampledomain.com")
KEY = os.environ.get("NAMEYARD_KEY") or sys.exit(f"NAMEYARD_KEY is not set; make one: nameyard token add {EMAIL} --kind v2 --name examples")
name = sys.argv[1] if len(sys.argv) > 1 else "example-v2-py.com"


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: another page would answer, or be given the token."""
    def redirect_request(self, *_):
        return None


web = urllib.request.build_opener(Stay)


def sign(now):
    """The token of an hour: base64 of the hexadecimal HMAC-SHA-256 of the key, not of its bytes."""
    hour = time.strftime("%y-%m-%d %H", time.gmtime(now))
    return base64.b64encode(hmac.new(f"{EMAIL}:{hour}".encode(), KEY.encode(), hashlib.sha256).hexdigest().encode()).decode()


def ask(method, path, **parameters):
    """Sends a request and gives the answer. Errors have another status than 200 and raise."""
    now = int(time.time())
    request = urllib.request.Request(
        f"{URL}/modules/addons/DomainsReseller/api/index.php{path}", method=method,
        data=urllib.parse.urlencode(parameters).encode() if method == "POST" else None,
        headers={"username": EMAIL, "token": sign(now), "timestamp": str(now)})
    try:
        with web.open(request, timeout=40) as response:
            answer = json.load(response)
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"{method} {path}: {error.read().decode()}") from error
    print(f"{method} {path}: {answer}")
    return answer


label, _, tld = name.partition(".")
ask("POST", "/domains/lookup", **{"searchTerm": label, "tldsToInclude[]": f".{tld}"})
ask("POST", "/order/domains/register", domain=name, regperiod=1, idempotencykey=f"register-{name}", **{
    "nameservers[ns1]": "ns1.example.net", "nameservers[ns2]": "ns2.example.net",
    "contacts[registrant][firstname]": "Jane", "contacts[registrant][lastname]": "Doe",
    "contacts[registrant][address1]": "1 High Street", "contacts[registrant][city]": "London",
    "contacts[registrant][postcode]": "N1 9GU", "contacts[registrant][country]": "GB",
    "contacts[registrant][phonenumber]": "+44.2071234567", "contacts[registrant][email]": "jane@example.org"})
while not ask("POST", f"/domains/{name}/sync", domain=name)["active"]:
    time.sleep(1)
ask("POST", f"/domains/{name}/dns", **{"dnsrecords[0][hostname]": "www", "dnsrecords[0][type]": "A", "dnsrecords[0][address]": "192.0.2.1"})
ask("GET", "/billing/credits")
