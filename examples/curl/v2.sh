#!/bin/sh
# Registers a name over the second generation of the reseller API: NAMEYARD_KEY=… sh v2.sh NAME.com
set -eu
url=${NAMEYARD_URL:-http://127.0.0.1:8080}
email=${NAMEYARD_EMAIL:-test@exampledomain.com}
key=${NAMEYARD_KEY:?make one: nameyard token add $email --kind v2 --name examples}
name=${1:-example-v2-sh.com}

# sign prints the token of this hour: base64 of the hexadecimal HMAC-SHA-256 of the key. It is the e-mail address with the
# hour that is the HMAC's key; no line break may be in between.
sign() {
	printf %s "$key" | openssl dgst -sha256 -hmac "$email:$(date -u '+%y-%m-%d %H')" | sed 's/.* //' | tr -d '\n' | base64 | tr -d '\n'
}

# ask PATH [PARAMETER=VALUE…] sends a GET, or a POST if there are parameters, and prints the answer.
ask() {
	path=$1
	shift
	for parameter in "$@"; do
		set -- "$@" --data-urlencode "$parameter"
		shift
	done
	answer=$(curl -sS --fail-with-body --max-time 40 "$url/modules/addons/DomainsReseller/api/index.php$path" \
		-H "username: $email" -H "token: $(sign)" -H "timestamp: $(date +%s)" "$@") || {
		echo "$path: $answer" >&2
		exit 1
	}
	echo "$path: $answer"
}

ask /domains/lookup "searchTerm=${name%%.*}" "tldsToInclude[]=.${name#*.}"
ask /order/domains/register "domain=$name" regperiod=1 'nameservers[ns1]=ns1.example.net' 'nameservers[ns2]=ns2.example.net' \
	'contacts[registrant][firstname]=Jane' 'contacts[registrant][lastname]=Doe' 'contacts[registrant][address1]=1 High Street' \
	'contacts[registrant][city]=London' 'contacts[registrant][postcode]=N1 9GU' 'contacts[registrant][country]=GB' \
	'contacts[registrant][phonenumber]=+44.2071234567' 'contacts[registrant][email]=jane@example.org' "idempotencykey=register-$name"
until ask "/domains/$name/sync" "domain=$name" && case $answer in *'"active":true'*) true ;; *) false ;; esac; do
	sleep 1
done
ask "/domains/$name/dns" 'dnsrecords[0][hostname]=www' 'dnsrecords[0][type]=A' 'dnsrecords[0][address]=192.0.2.1'
ask /billing/credits
