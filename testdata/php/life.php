<?php
// A domain's whole life, asked for the way that client modules of this API ask: http_build_query over curl, serialised
// parameters in base64, empty strings for what is not set, and every answer read as those modules read it.
//
// php life.php URL EMAIL TOKEN — prints "done" if every step went as a module needs it, else the first that did not.

error_reporting(E_ALL);
set_error_handler(function ($level, $words, $file, $line) {
    fail("php: $words (line $line)");
});

[, $url, $email, $token] = $argv;

function fail($why)
{
    fwrite(STDERR, $why . "\n");
    exit(1);
}

/** Posts an action and gives the decoded answer, whatever it says. */
function ask($action, array $params = [])
{
    global $url, $email, $token;
    $curl = curl_init($url);
    curl_setopt_array($curl, [
        CURLOPT_TIMEOUT => 30,
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_POSTFIELDS => http_build_query(['token' => $token, 'authemail' => $email, 'action' => $action] + $params),
    ]);
    $body = curl_exec($curl);
    if ($body === false) {
        fail("$action: " . curl_error($curl));
    }
    $answer = json_decode($body, true);
    if (!is_array($answer) || !isset($answer['result'])) {
        fail("$action: not an answer: $body");
    }
    return $answer;
}

/** Posts an action that must succeed and gives the answer without "result", as modules hand it on. */
function good($action, array $params = [])
{
    $answer = ask($action, $params);
    if ($answer['result'] !== 'success') {
        fail("$action: " . json_encode($answer));
    }
    unset($answer['result']);
    return $answer;
}

/** Posts an action that must be refused: with words that a module can show, and the stable code given. */
function refused($action, array $params, $code)
{
    $answer = ask($action, $params);
    if ($answer['result'] !== 'error' || !is_string($answer['msg']) || $answer['msg'] === '' || $answer['code'] !== $code) {
        fail("$action: wanted $code, got " . json_encode($answer));
    }
}

function same($what, $wanted, $got)
{
    if ($wanted !== $got) {
        fail("$what: wanted " . json_encode($wanted) . ', got ' . json_encode($got));
    }
}

function packed($value)
{
    return base64_encode(serialize($value));
}

$com = ['sld' => 'whmcs-life', 'tld' => 'com'];
$se = ['sld' => 'räksmörgås', 'tld' => 'se'];
$person = [
    'firstname' => 'Åsa', 'lastname' => "O'Brien & Söner", 'companyname' => '', 'address1' => 'Storgatan 1', 'address2' => '',
    'city' => 'Malmö', 'state' => 'Skåne', 'postcode' => '211 34', 'country' => 'SE', 'phonenumber' => '040123456',
    'fullphonenumber' => '+46.40123456', 'email' => 'asa@example.se',
];
$admin = [];
foreach ($person as $key => $value) {
    $admin['admin' . $key] = $value;
}
$order = [
    'regperiod' => 1, 'nameserver1' => 'ns1.example.net', 'nameserver2' => 'ns2.example.net', 'nameserver3' => '',
    'nameserver4' => '', 'nameserver5' => '', 'dnsmanagement' => 1, 'emailforwarding' => 0, 'idprotection' => 0,
] + $person + $admin;

// Registration. Older modules send the additional fields by position, newer ones by name.
good('RegisterDomain', $com + $order + ['domainfields' => packed([])]);
good('RegisterDomain', $com + $order + ['domainfields' => packed([])]); // a module queue repeats it
refused('RegisterDomain', $se + $order + ['domainfields' => packed(['556036-0794', ''])], 'invalid_parameter');
good('RegisterDomain', $se + $order + ['domainfields' => packed(['556036-0793', 'SE556036079301'])]);
good('RegisterDomain', ['sld' => 'named', 'tld' => '.se'] + $order + ['domainfields' => packed(['Identification Number' => '[SE]556036-0793', 'VAT' => ''])]);
same('fields of .se', 'Identification Number', good('GetDomainFields')['.se'][0]['Name']);

// Name servers.
same('name servers', ['ns1' => 'ns1.example.net', 'ns2' => 'ns2.example.net'], good('GetNameservers', $com));
good('SaveNameservers', $com + ['nameserver1' => 'NS1.Example.org', 'nameserver2' => 'ns2.example.org', 'nameserver3' => '', 'nameserver4' => '', 'nameserver5' => '']);
same('saved name servers', 'ns1.example.org', good('GetNameservers', $com)['ns1']);

// Contacts: what Get answers goes through a form with blanks for underscores and back.
$shown = good('GetContactDetails', $com);
$form = [];
foreach ($shown as $type => $fields) {
    foreach ($fields as $field => $value) {
        $form[$type][str_replace('_', ' ', $field)] = $value;
    }
}
$form['Registrant']['City'] = 'Göteborg';
$posted = [];
foreach ($form as $type => $fields) {
    foreach ($fields as $field => $value) {
        $posted[$type][str_replace(' ', '_', $field)] = $value;
    }
}
good('SaveContactDetails', $com + ['contactdetails' => $posted]);
$wanted = $shown;
$wanted['Registrant']['City'] = 'Göteborg';
same('contacts after a round trip', $wanted, good('GetContactDetails', $com));
// Another panel sends every option it has, in two vocabularies.
good('SaveContactDetails', $com + ['contactdetails' => ['Registrant' => [
    'firstname' => 'Eva', 'lastname' => 'Ek', 'First_Name' => 'Eva', 'Last_Name' => 'Ek', 'Organisation_Name' => 'Ek AB', 'companyname' => 'Ek AB',
    'Address_1' => 'Nygatan 2', 'Address_2' => '', 'ZIP_Code' => '11122', 'City' => 'Stockholm', 'Country_Code' => 'SE', 'Phone' => '+46.8123456',
    'Email_Address' => 'eva@example.se', 'State_or_Region' => 'Stockholm', 'sld' => 'whmcs-life', 'tld' => 'com', 'ns1' => 'ns1.example.org',
]]]);
$shown = good('GetContactDetails', $com)['Registrant'];
same('name', 'Eva Ek', $shown['Name']);
same('company', 'Ek AB', $shown['Company']);
same('postcode', '11122', $shown['Zip_Code']);

// The lock: new names are locked; modules send lockenabled.
same('lock', 'locked', good('domaingetlockingstatus', $com)['lockstatus']);
good('domainupdatelockingstatus', $com + ['lockenabled' => 'unlocked']);
same('lock', 'unlocked', good('domaingetlockingstatus', $com)['lockstatus']);
good('domainupdatelockingstatus', $com + ['lockenabled' => 'locked']);
same('lock', 'locked', good('domaingetlockingstatus', $com)['lockstatus']);
refused('domainupdatelockingstatus', $com, 'missing_parameter');
same('lock of .se', 'Unknown', good('domaingetlockingstatus', $se)['lockstatus']);
same('locking .se', 'empty', ask('domainupdatelockingstatus', $se + ['lockenabled' => 'locked'])['result']);

// DNS: the rows of the form, blank ones and untouched bytes included.
$rows = [
    ['hostname' => '@', 'type' => 'A', 'address' => '192.0.2.1', 'priority' => 'N/A', 'recid' => ''],
    ['hostname' => 'www', 'type' => 'CNAME', 'address' => 'whmcs-life.com', 'priority' => '', 'recid' => '7'],
    ['hostname' => '@', 'type' => 'MX', 'address' => 'mail.example.net', 'priority' => '20', 'recid' => ''],
    ['hostname' => 'txt', 'type' => 'TXT', 'address' => 'v=1; path=C:\\new "quoted" é', 'priority' => 'N/A', 'recid' => ''],
    ['hostname' => '', 'type' => 'A', 'address' => '', 'priority' => '', 'recid' => ''],
];
good('SaveDNS', $com + ['regperiod' => 1, 'regtype' => 'Register', 'dnsrecords' => packed($rows)]);
$records = good('GetDNS', $com);
same('records', 4, count($records));
same('priority of A', null, $records[0]['priority']);
same('priority of MX', '20', $records[2]['priority']);
same('text', 'v=1; path=C:\\new "quoted" é', $records[3]['address']);
refused('SaveDNS', $com + ['dnsrecords' => packed([['hostname' => 'bad', 'type' => 'A', 'address' => '999.1.1.1', 'priority' => '']])], 'invalid_parameter');
same('records after a refusal', $records, good('GetDNS', $com));
good('SaveDNS', $com + ['dnsrecords' => packed('')]);
same('records after clearing', [], good('GetDNS', $com));

// E-mail forwards: two arrays that pair up by key, with gaps.
good('SaveEmailForwarding', $com + ['prefix' => packed([3 => 'info', 9 => '*', 10 => '']), 'forwardto' => packed([3 => 'asa@example.se', 9 => 'all@example.se', 10 => ''])]);
same('forwards', [1 => ['prefix' => 'info', 'forwardto' => 'asa@example.se'], 2 => ['prefix' => '*', 'forwardto' => 'all@example.se']], good('GetEmailForwarding', $com));

// Child name servers.
$host = $com + ['nameserver' => 'ns1.whmcs-life.com'];
good('RegisterNameserver', $host + ['ipaddress' => '192.0.2.53']);
good('ModifyNameserver', $host + ['currentipaddress' => '192.0.2.53', 'newipaddress' => '2001:db8::53']);
good('DeleteNameserver', $host);
refused('DeleteNameserver', $host, 'not_found');

// Renewal, and the dates as sync crons read them.
$before = good('Sync', $com + ['domain' => 'whmcs-life.com']);
same('status', 'active', $before['status']);
same('active', true, $before['active']);
good('RenewDomain', $com + ['regperiod' => 1]);
$after = good('Sync', $com);
same('expiry', date('Y-m-d', strtotime($before['expirydate'] . ' +1 year')), $after['expirydate']);

// Switches.
good('SetAutoRenew', $com + ['autorenew' => '1']);
good('IDProtectToggle', $com + ['protectenable' => 1]);
$known = good('GetDomainInformation', $com);
same('auto-renew', true, $known['autorenew']);
same('privacy', true, $known['idprotection']);
if (strlen(good('GetEPPCode', $com)['eppcode']) < 16) {
    fail('GetEPPCode: the code is short');
}

// Transfer in: the auth code reaches the registry byte for byte, without what was pasted along at its ends.
$foreign = ['sld' => 'foreign-life', 'tld' => 'com'];
refused('TransferDomain', $foreign + $order + ['transfersecret' => 'a&b<c>#$  d'], 'invalid_auth_code');
good('TransferDomain', $foreign + $order + ['transfersecret' => " a&b<c>#$ d \n"]);
same('pending transfer', [], good('TransferSync', $foreign + ['domain' => 'foreign-life.com', 'regperiod' => 1]));
same('sync of a pending transfer', 'pending', good('Sync', $foreign)['status']);

// The end: the second name goes back with its money, the first one to another registrar.
$credit = good('CreditAmount')['value'];
good('RequestDelete', $se + ['regperiod' => 1, 'regtype' => 'Register']);
good('ReleaseDomain', $com + ['newtag' => '1AND1-TEST', 'transfertag' => '1AND1-TEST']);
same('sync of a released name', true, good('Sync', $com)['transferredAway']);
refused('GetNameservers', $com, 'not_found');
same('credit is a decimal', 1, preg_match('/^\d+\.\d\d$/', $credit));
same('availability', 'occupied', strtok(good('DASSE', $se)['das'], ' '));
good('Version');

echo "done\n";
