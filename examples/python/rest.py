"""Registers a name over the REST API: python3 rest.py NAME.com (Python 3.8 or newer)"""
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

URL = os.environ.get("NAMEYARD_URL", "http://127.0.0.1:8080")
TOKEN = os.environ.get("NAMEYARD_TOKEN", "AaLc8eNZWsZtWlT9LtT7NUha")
name = sys.argv[1] if len(sys.argv) > 1 else "example-rest-py.com"


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: another page would answer, or be given the token."""
    def redirect_request(self, *_):
        return None


web = urllib.request.build_opener(Stay)


def ask(method, path, body=None, **headers):
    """Sends a request and gives the answer. Errors are problem details (RFC 9457) and raise."""
    request = urllib.request.Request(f"{URL}/api/v1{path}", method=method, data=None if body is None else json.dumps(body).encode(), headers={
        "Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json", **headers})
    try:
        with web.open(request, timeout=40) as response:
            answer = json.load(response)
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"{method} {path}: {error.read().decode()}") from error
    print(f"{method} {path}: {answer}")
    return answer


ask("GET", "/availability/?" + urllib.parse.urlencode({"domains": name}))
domain = ask("POST", "/domains/", {
    "domain_name": name, "years": 1, "auto_renew": False, "nameservers": ["ns1.example.net", "ns2.example.net"],
    "contacts": {"registrant": {
        "first_name": "Jane", "last_name": "Doe", "address1": "1 High Street", "city": "London", "postcode": "N1 9GU",
        "country": "GB", "phone": "+44.2071234567", "email": "jane@example.org"}},
}, **{"Idempotency-Key": f"register-{name}"})
while (status := ask("GET", f"/domains/{domain['id']}/")["status"]) == "pending":
    time.sleep(1)
if status != "active":
    raise RuntimeError(f"{name} is {status}")
ask("PUT", f"/domains/{domain['id']}/dns/", {"records": [{"hostname": "www", "type": "A", "address": "192.0.2.1"}]})
ask("GET", "/balance/")
