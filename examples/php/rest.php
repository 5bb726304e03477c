<?php
// Registers a name over the REST API: php rest.php NAME.com
// (PHP 7.4 or newer with the curl extension)

$url = getenv('NAMEYARD_URL') ?: 'http://127.0.0.1:8080';
$token = getenv('NAMEYARD_TOKEN') ?: 'AaLc8eNZWsZtWlT9LtT7NUha';
$name = $argv[1] ?? 'example-rest-php.com';

/** Sends a request and gives the answer. Errors are problem details (RFC 9457) and throw. */
function ask(string $method, string $path, ?array $body = null, array $headers = []): array
{
    global $url, $token;
    $curl = curl_init("$url/api/v1$path");
    curl_setopt_array($curl, [
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 40,
        CURLOPT_CUSTOMREQUEST => $method,
        CURLOPT_HTTPHEADER => array_merge(["Authorization: Bearer $token", 'Content-Type: application/json'], $headers),
    ]);
    if ($body !== null) {
        curl_setopt($curl, CURLOPT_POSTFIELDS, json_encode($body));
    }
    $text = curl_exec($curl);
    if ($text === false) {
        throw new RuntimeException("$method $path: no answer, so it is not known what was done: " . curl_error($curl));
    }
    echo "$method $path: $text\n";
    $answer = json_decode($text, true);
    if (curl_getinfo($curl, CURLINFO_RESPONSE_CODE) >= 300 || !is_array($answer)) {
        throw new RuntimeException("$method $path: " . ($answer['detail'] ?? 'not an answer'));
    }
    return $answer;
}

ask('GET', '/availability/?' . http_build_query(['domains' => $name]));
$domain = ask('POST', '/domains/', [
    'domain_name' => $name, 'years' => 1, 'auto_renew' => false, 'nameservers' => ['ns1.example.net', 'ns2.example.net'],
    'contacts' => ['registrant' => [
        'first_name' => 'Jane', 'last_name' => 'Doe', 'address1' => '1 High Street', 'city' => 'London', 'postcode' => 'N1 9GU',
        'country' => 'GB', 'phone' => '+44.2071234567', 'email' => 'jane@example.org',
    ]],
], ["Idempotency-Key: register-$name"]);
while (($known = ask('GET', "/domains/{$domain['id']}/"))['status'] === 'pending') {
    sleep(1);
}
if ($known['status'] !== 'active') {
    throw new RuntimeException("$name is {$known['status']}");
}
ask('PUT', "/domains/{$domain['id']}/dns/", ['records' => [['hostname' => 'www', 'type' => 'A', 'address' => '192.0.2.1']]]);
ask('GET', '/balance/');
