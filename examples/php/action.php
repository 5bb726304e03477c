<?php
// Registers a name over the action API: php action.php NAME.com
// (PHP 7.4 or newer with the curl extension)

$url = getenv('NAMEYARD_URL') ?: 'http://127.0.0.1:8080';
$email = getenv('NAMEYARD_EMAIL') ?: 'test@exampledomain.com';
$token = getenv('NAMEYARD_TOKEN') ?: 'AaLc8eNZWsZtWlT9LtT7NUha';
$name = $argv[1] ?? 'example-action-php.com';

/** Carries out an action and gives the answer. Anything but a clear success throws. */
function ask(string $action, array $parameters = []): array
{
    global $url, $email, $token;
    $curl = curl_init("$url/domainsResellerAPI/api.php");
    curl_setopt_array($curl, [
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 40,
        CURLOPT_POSTFIELDS => http_build_query(['token' => $token, 'authemail' => $email, 'action' => $action] + $parameters),
    ]);
    $body = curl_exec($curl);
    if ($body === false) {
        throw new RuntimeException("$action: no answer, so it is not known what was done: " . curl_error($curl));
    }
    echo "$action: $body\n";
    $answer = json_decode($body, true);
    if (($answer['result'] ?? '') !== 'success') {
        throw new RuntimeException("$action: " . ($answer['msg'] ?? 'not an answer'));
    }
    return $answer;
}

ask('CheckAvailability', ['domains' => [$name]]);
ask('RegisterDomain', [
    'domain' => $name, 'regperiod' => 1, 'nameserver1' => 'ns1.example.net', 'nameserver2' => 'ns2.example.net',
    'firstname' => 'Jane', 'lastname' => 'Doe', 'address1' => '1 High Street', 'city' => 'London', 'postcode' => 'N1 9GU',
    'country' => 'GB', 'phonenumber' => '+44.2071234567', 'email' => 'jane@example.org', 'idempotencykey' => "register-$name",
]);
while (!ask('Sync', ['domain' => $name])['active']) {
    sleep(1);
}
$records = [['hostname' => 'www', 'type' => 'A', 'address' => '192.0.2.1', 'priority' => 'N/A']];
ask('SaveDNS', ['domain' => $name, 'dnsrecords' => base64_encode(serialize($records))]);
ask('CreditAmount');
