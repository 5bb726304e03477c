"""Registers a name over the action API: python3 action.py NAME.com (Python 3.8 or newer)"""
import json
import os
import sys
import time
import urllib.parse
import urllib.request

URL = os.environ.get("NAMEYARD_URL", "http://127.0.0.1:8080")
EMAIL = os.environ.get("NAMEYARD_EMAIL", "test@exampledomain.com")
TOKEN = os.environ.get("NAMEYARD_TOKEN", "AaLc8eNZWsZtWlT9LtT7NUha")
name = sys.argv[1] if len(sys.argv) > 1 else "example-action-py.com"


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: another page would answer, or be given the token."""
    def redirect_request(self, *_):
        return None


web = urllib.request.build_opener(Stay)


def ask(action, **parameters):
    """Carries out an action and gives the answer. Anything but a clear success raises."""
    form = urllib.parse.urlencode({"token": TOKEN, "authemail": EMAIL, "action": action, **parameters})
    with web.open(f"{URL}/domainsResellerAPI/api.php", form.encode(), timeout=40) as response:
        answer = json.load(response)
    print(f"{action}: {answer}")
    if answer.get("result") != "success":
        raise RuntimeError(f"{action}: {answer.get('msg')} ({answer.get('code')})")
    return answer


ask("CheckAvailability", domains=name)
ask("RegisterDomain", domain=name, regperiod=1, nameserver1="ns1.example.net", nameserver2="ns2.example.net",
    firstname="Jane", lastname="Doe", address1="1 High Street", city="London", postcode="N1 9GU", country="GB",
    phonenumber="+44.2071234567", email="jane@example.org", idempotencykey=f"register-{name}")
while not ask("Sync", domain=name)["active"]:
    time.sleep(1)
ask("SaveDNS", domain=name, **{"dnsrecords[0][hostname]": "www", "dnsrecords[0][type]": "A", "dnsrecords[0][address]": "192.0.2.1"})
ask("CreditAmount")
