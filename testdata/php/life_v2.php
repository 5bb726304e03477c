<?php
// A domain's whole life over the second generation of the API, asked for the way that its client modules ask: signed
// headers, http_build_query over curl, GETs with a form's content type and no body, two slashes behind the script's name,
// and every answer read as those modules read it: what has no key "error" is a success.
//
// php life_v2.php URL EMAIL KEY [TIME] — prints "done" if every step went as a module needs it, else the first that did not.
// TIME is the server's time in Unix seconds, if its clock is not this machine's.

error_reporting(E_ALL);
set_error_handler(function ($level, $words, $file, $line) {
    fail("php: $words (line $line)");
});

[, $url, $email, $key] = $argv;
$shift = isset($argv[4]) ? (int) $argv[4] - time() : 0;

function fail($why)
{
    fwrite(STDERR, $why . "\n");
    exit(1);
}

/** Sends a request and gives the decoded answer and its status, whatever they are. */
function ask($method, $path, array $params = [])
{
    global $url, $email, $key, $shift;
    $now = time() + $shift;
    $curl = curl_init("$url/$path");
    curl_setopt_array($curl, [
        CURLOPT_TIMEOUT => 30,
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_CUSTOMREQUEST => $method,
        CURLOPT_HTTPHEADER => [
            "username: $email",
            'token: ' . base64_encode(hash_hmac('sha256', $key, "$email:" . gmdate('y-m-d H', $now))),
            "timestamp: $now",
            'Content-Type: application/x-www-form-urlencoded',
        ],
    ]);
    if ($method === 'POST') {
        curl_setopt($curl, CURLOPT_POSTFIELDS, http_build_query($params));
    }
    $body = curl_exec($curl);
    if ($body === false) {
        fail("$method $path: " . curl_error($curl));
    }
    $answer = json_decode($body, true);
    if ($answer === null) {
        fail("$method $path: not an answer: $body");
    }
    return [$answer, curl_getinfo($curl, CURLINFO_RESPONSE_CODE)];
}

/** Sends a request that must succeed. */
function good($method, $path, array $params = [])
{
    [$answer, $status] = ask($method, $path, $params);
    if ($status !== 200 || is_array($answer) && array_key_exists('error', $answer)) {
        fail("$method $path: $status " . json_encode($answer));
    }
    return $answer;
}

/** Sends a request that must be refused: with a status of the client's fault, words to show, and the stable code given. */
function refused($method, $path, array $params, $code)
{
    [$answer, $status] = ask($method, $path, $params);
    if ($status < 400 || $status > 499 || !is_string($answer['error'] ?? null) || $answer['error'] === '' || $answer['code'] !== $code) {
        fail("$method $path: wanted $code, got $status " . json_encode($answer));
    }
}

function same($what, $wanted, $got)
{
    if ($wanted !== $got) {
        fail("$what: wanted " . json_encode($wanted) . ', got ' . json_encode($got));
    }
}

/** Has an answer that tells nothing but a success by each of the keys that modules look for. */
function done($what, $answer)
{
    same($what, [true, 'success', 'success', true], [$answer['success'], $answer['result'], $answer['status'], is_string($answer['message']) && $answer['message'] !== '']);
}

$person = [
    'firstname' => 'Åsa', 'lastname' => "O'Brien & Söner", 'companyname' => '', 'email' => 'asa@example.se', 'address1' => 'Storgatan 1',
    'address2' => '', 'city' => 'Malmö', 'state' => 'Skåne', 'postcode' => '211 34', 'country' => 'SE', 'phonenumber' => '+46.40123456', 'tax_id' => '',
];
$order = [
    'domain' => 'v2-life.com', 'regperiod' => 1, 'domainfields' => base64_encode(serialize([])),
    'addons' => ['dnsmanagement' => 1, 'emailforwarding' => 0, 'idprotection' => 0],
    'nameservers' => ['ns1' => 'ns1.example.net', 'ns2' => 'ns2.example.net', 'ns3' => '', 'ns4' => '', 'ns5' => null],
    'contacts' => ['registrant' => $person],
];

// The shop: what is sold, for how much, and whether a name is free.
$version = good('GET', 'version');
same('version is a text', true, is_string($version));
$credit = good('GET', 'billing/credits');
same('credit is a decimal', 1, preg_match('/^\d+\.\d\d$/', $credit));
same('.com is sold', true, in_array('.com', good('GET', '/tlds'), true));
foreach (good('GET', 'tlds/pricing') as $tld) {
    same($tld['tld'] . ' has a dot', '.', $tld['tld'][0]);
    same($tld['tld'] . ' has prices', true, is_numeric($tld['registrationPrice']) && is_array($tld['years']) && is_int($tld['graceDays']));
}
$found = good('POST', 'domains/lookup', [
    'searchTerm' => 'v2-life', 'punyCodeSearchTerm' => '', 'tldsToInclude' => ['.com', '.se'], 'isIdnDomain' => false, 'premiumEnabled' => false, 'isWhmcs' => 1,
]);
same('names found', ['v2-life.com', 'v2-life.se'], array_column($found, 'domainName'));
same('status', 'available for registration', $found[0]['status']);
same('price of a year', '10.00', $found[0]['pricing'][1]['register']);
same('suggestions are free', true, !in_array(false, array_column(good('POST', 'domains/lookup/suggestions', ['searchTerm' => 'v2-life', 'tldsToInclude' => ['.com'], 'suggestionSettings' => []]), 'isAvailable'), true));

// Registration, once although it is sent twice.
done('registration', good('POST', 'order/domains/register', $order));
done('registration again', good('POST', 'order/domains/register', $order));
same('what it cost', (float) $credit - 10.0, (float) good('GET', 'billing/credits'));
refused('POST', 'order/domains/register', ['domain' => 'v2-life.se'] + $order, 'missing_parameter');
done('registration of .se', good('POST', 'order/domains/register', [
    'domain' => 'v2-life.se', 'domainfields' => base64_encode(serialize(['Identification Number' => '[SE]556036-0793', 'VAT' => ''])),
] + $order));
same('taken now', false, good('POST', 'domains/lookup', ['searchTerm' => 'v2-life.com', 'tldsToInclude' => ['.com']])[0]['isAvailable']);

// What WHMCS keeps of it. It parses every date.
$known = good('GET', 'domains/v2-life.com/information');
foreach (['expiryDate', 'transferLockExpiryDate', 'irtpTransferLockExpiryDate', 'domainContactChangeExpiryDate'] as $date) {
    same($date, 1, preg_match('/^\d{4}-\d\d-\d\dT/', $known[$date]));
}
same('status', 'Active', $known['status']);
same('name servers', ['ns1' => 'ns1.example.net', 'ns2' => 'ns2.example.net'], $known['nameservers']);
same('holder', 'asa@example.se', $known['registrantEmailAddress']);

// Name servers and the lock.
good('POST', 'domains/v2-life.com/nameservers', ['domain' => 'v2-life.com', 'ns1' => 'NS1.Example.org', 'ns2' => 'ns2.example.org', 'ns3' => '', 'ns4' => '', 'ns5' => '']);
same('saved name servers', 'ns1.example.org', good('GET', 'domains/v2-life.com/nameservers')['ns1']);
same('lock', 'locked', good('GET', 'domains/v2-life.com/lock'));
good('POST', 'domains/v2-life.com/lock', ['domain' => 'v2-life.com', 'lockstatus' => 'unlocked']);
same('lock', 'unlocked', good('GET', 'domains/v2-life.com/lock'));
good('POST', 'domains/v2-life.com/lock', ['domain' => 'v2-life.com', 'lockstatus' => true]);
same('lock', 'locked', good('GET', 'domains/v2-life.com/lock'));
refused('POST', 'domains/v2-life.com/lock', ['domain' => 'v2-life.com', 'lockstatus' => null], 'missing_parameter');

// Contacts: what is shown goes through a form that turns blanks into underscores, and back.
$shown = good('GET', 'domains/v2-life.com/contact');
$posted = [];
foreach ($shown as $type => $fields) {
    foreach ($fields as $field => $value) {
        $posted[$type][str_replace(' ', '_', $field)] = $value;
    }
}
$posted['Registrant']['City'] = 'Göteborg';
good('POST', 'domains/v2-life.com/contact', ['domain' => 'v2-life.com', 'contactdetails' => $posted]);
$shown['Registrant']['City'] = 'Göteborg';
same('contacts after a round trip', $shown, good('GET', 'domains/v2-life.com/contact'));

// DNS and e-mail forwards, untouched bytes included.
$rows = [
    ['hostname' => '@', 'type' => 'A', 'address' => '192.0.2.1', 'priority' => 'N/A', 'recid' => ''],
    ['hostname' => 'txt', 'type' => 'TXT', 'address' => 'v=1; path=C:\\new é', 'priority' => '', 'recid' => '7'],
    ['hostname' => '', 'type' => 'A', 'address' => '', 'priority' => '', 'recid' => ''],
];
good('POST', 'domains/v2-life.com/dns', ['domain' => 'v2-life.com', 'dnsrecords' => $rows]);
same('text', 'v=1; path=C:\\new é', good('GET', 'domains/v2-life.com/dns')[1]['address']);
refused('POST', 'domains/v2-life.com/dns', ['dnsrecords' => [['hostname' => 'bad', 'type' => 'A', 'address' => '999.1.1.1']]], 'invalid_parameter');
good('POST', 'domains/v2-life.com/email', ['prefix' => [3 => 'info', 9 => '*'], 'forwardto' => [3 => 'asa@example.se', 9 => 'all@example.se']]);
same('forwards', [['prefix' => 'info', 'forwardto' => 'asa@example.se'], ['prefix' => '*', 'forwardto' => 'all@example.se']], good('GET', 'domains/v2-life.com/email'));

// Child name servers, privacy, auth code.
done('child', good('POST', 'domains/v2-life.com/nameservers/register', ['domain' => 'v2-life.com', 'nameserver' => 'ns1.v2-life.com', 'ipaddress' => '192.0.2.53']));
done('child', good('POST', 'domains/v2-life.com/nameservers/modify', ['nameserver' => 'ns1.v2-life.com', 'currentipaddress' => '192.0.2.53', 'newipaddress' => '2001:db8::53']));
done('child', good('POST', 'domains/v2-life.com/nameservers/delete', ['nameserver' => 'ns1.v2-life.com']));
good('POST', 'domains/v2-life.com/protectid', ['domain' => 'v2-life.com', 'status' => 1]);
same('privacy', true, good('GET', 'domains/v2-life.com/information')['idProtectionStatus']);
if (strlen(good('GET', 'domains/v2-life.com/eppcode')['eppcode']) < 16) {
    fail('the auth code is short');
}

// Renewal, and the dates as sync crons read them.
$before = good('POST', 'domains/v2-life.com/sync', ['domain' => 'v2-life.com']);
same('active', true, $before['active']);
done('renewal', good('POST', 'order/domains/renew', ['domain' => 'v2-life.com', 'regperiod' => 1, 'addons' => ['dnsmanagement' => 1, 'emailforwarding' => 0, 'idprotection' => 1]]));
same('expiry', date('Y-m-d', strtotime($before['expirydate'] . ' +1 year')), good('POST', 'domains/v2-life.com/sync', ['domain' => 'v2-life.com'])['expirydate']);
$prices = good('GET', 'order/pricing/domains/renew?domain=v2-life.com');
same('price of two years', '20.00', $prices[2]);

// Transfer in: the auth code reaches the registry byte for byte, without what was pasted along at its ends.
$foreign = ['domain' => 'foreign-v2.com', 'nameservers' => ['', '', '', '', '']] + $order;
refused('POST', 'order/domains/transfer', $foreign + ['eppcode' => 'a&b<c>#$  d'], 'invalid_auth_code');
done('transfer', good('POST', 'order/domains/transfer', $foreign + ['eppcode' => " a&b<c>#$ d \n"]));
same('pending transfer', [], good('POST', 'domains/foreign-v2.com/transfersync', ['domain' => 'foreign-v2.com']));

// The end: one name goes back with its money, the other to another registrar.
good('POST', 'domains/v2-life.se/delete', ['domain' => 'v2-life.se']);
good('POST', 'domains/v2-life.com/release', ['domain' => 'v2-life.com', 'transfertag' => '1AND1-TEST']);
same('sync of a released name', true, good('POST', 'domains/v2-life.com/sync')['transferredAway']);
refused('GET', 'domains/v2-life.com/nameservers', [], 'not_found');

// A wrong key, and a path that there is not.
$key .= 'x';
same('wrong key', [['error' => 'Invalid API Token', 'message' => 'Invalid API Token'], 401], ask('GET', 'version'));
$key = substr($key, 0, -1);
same('wrong path', [['error' => 'Action not found', 'message' => 'Action not found'], 404], ask('GET', 'nothing'));

echo "done\n";
