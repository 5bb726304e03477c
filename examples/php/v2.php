<?php
// Registers a name over the second generation of the reseller API: NAMEYARD_KEY=… php v2.php NAME.com
// (PHP 7.4 or newer with the curl extension)

$url = getenv('NAMEYARD_URL') ?: 'http://127.0.0.1:8080';
$email = getenv('NAMEYARD_EMAIL') ?: 'test@exampledomain.com';
$key = getenv('NAMEYARD_KEY') ?: exit("NAMEYARD_KEY is not set; make one: nameyard token add $email --kind v2 --name examples\n");
$name = $argv[1] ?? 'example-v2-php.com';

/** Sends a request and gives the answer. What has the key error is one, and throws. */
function ask(string $method, string $path, array $parameters = [])
{
    global $url, $email, $key;
    $now = time();
    $curl = curl_init("$url/modules/addons/DomainsReseller/api/index.php$path");
    curl_setopt_array($curl, [
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 40,
        CURLOPT_CUSTOMREQUEST => $method,
        CURLOPT_POSTFIELDS => http_build_query($parameters),
        CURLOPT_HTTPHEADER => [
            "username: $email",
            'token: ' . base64_encode(hash_hmac('sha256', $key, "$email:" . gmdate('y-m-d H', $now))),
            "timestamp: $now",
        ],
    ]);
    $body = curl_exec($curl);
    if ($body === false) {
        throw new RuntimeException("$path: no answer, so it is not known what was done: " . curl_error($curl));
    }
    echo "$method $path: $body\n";
    $answer = json_decode($body, true);
    if (curl_getinfo($curl, CURLINFO_RESPONSE_CODE) !== 200 || $answer === null || isset($answer['error'])) {
        throw new RuntimeException("$path: " . ($answer['error'] ?? 'not an answer'));
    }
    return $answer;
}

[$label, $tld] = explode('.', $name, 2);
ask('POST', '/domains/lookup', ['searchTerm' => $label, 'tldsToInclude' => [".$tld"]]);
ask('POST', '/order/domains/register', [
    'domain' => $name, 'regperiod' => 1, 'nameservers' => ['ns1' => 'ns1.example.net', 'ns2' => 'ns2.example.net'],
    'addons' => ['dnsmanagement' => 1, 'emailforwarding' => 0, 'idprotection' => 0],
    'contacts' => ['registrant' => [
        'firstname' => 'Jane', 'lastname' => 'Doe', 'address1' => '1 High Street', 'city' => 'London', 'postcode' => 'N1 9GU',
        'country' => 'GB', 'phonenumber' => '+44.2071234567', 'email' => 'jane@example.org',
    ]],
    'idempotencykey' => "register-$name",
]);
while (!ask('POST', "/domains/$name/sync", ['domain' => $name])['active']) {
    sleep(1);
}
ask('POST', "/domains/$name/dns", ['dnsrecords' => [['hostname' => 'www', 'type' => 'A', 'address' => '192.0.2.1', 'priority' => '']]]);
ask('GET', '/billing/credits');
