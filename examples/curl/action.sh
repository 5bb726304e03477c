#!/bin/sh
# Registers a name over the action API: sh action.sh NAME.com
set -eu
url=${NAMEYARD_URL:-http://127.0.0.1:8080}
email=${NAMEYARD_EMAIL:-test@exampledomain.com}
token=${NAMEYARD_TOKEN:-AaLc8eNZWsZtWlT9LtT7NUha}
name=${1:-example-action-sh.com}

# ask ACTION [PARAMETER=VALUE…] prints the answer, and ends the script unless it says success. curl escapes the values.
ask() {
	action=$1
	shift
	for parameter in "$@"; do
		set -- "$@" --data-urlencode "$parameter"
		shift
	done
	answer=$(curl -sS --max-time 40 "$url/domainsResellerAPI/api.php" --data-urlencode "token=$token" \
		--data-urlencode "authemail=$email" --data-urlencode "action=$action" "$@")
	echo "$action: $answer"
	case $answer in *'"result":"success"'*) ;; *) exit 1 ;; esac
}

ask CheckAvailability "domains=$name"
ask RegisterDomain "domain=$name" regperiod=1 nameserver1=ns1.example.net nameserver2=ns2.example.net \
	firstname=Jane lastname=Doe 'address1=1 High Street' city=London 'postcode=N1 9GU' country=GB \
	phonenumber=+44.2071234567 email=jane@example.org "idempotencykey=register-$name"
until ask Sync "domain=$name" && case $answer in *'"active":true'*) true ;; *) false ;; esac; do
	sleep 1
done
ask SaveDNS "domain=$name" 'dnsrecords[0][hostname]=www' 'dnsrecords[0][type]=A' 'dnsrecords[0][address]=192.0.2.1'
ask CreditAmount
