<?php

// Calls methods of the FOSSBilling adapter, as FOSSBilling does, and prints what came of each.
//
// stdin: {"config": {…}, "order": 5, "calls": [{"method": "registerDomain", "domain": {"sld": …, "contact": {…}}}, …]}
// stdout: [{"returned": …, "domain": what the domain object holds afterwards, "threw": …, "log": […], "complaints": […]}, …]

error_reporting(E_ALL);
date_default_timezone_set('Europe/Stockholm'); // never the server's
$complaints = [];
set_error_handler(function ($level, $words, $file, $line) use (&$complaints) {
    $complaints[] = "$words (" . basename($file) . ":$line)";
    return true;
});

require __DIR__ . '/fossbilling.php';
require dirname(__DIR__, 2) . '/fossbilling/library/Registrar/Adapter/Nameyard.php';

function domainOf(array $given): Registrar_Domain
{
    $contact = new Registrar_Domain_Contact();
    foreach ($given['contact'] ?? [] as $property => $value) {
        $contact->{"set$property"}($value);
    }
    unset($given['contact']);
    $domain = new Registrar_Domain();
    foreach ($given as $property => $value) {
        $domain->{"set$property"}($value);
    }
    return $domain->setContactRegistrar($contact)->setContactAdmin($contact)->setContactTech($contact)->setContactBilling($contact);
}

$input = json_decode(stream_get_contents(STDIN), true);
$replies = [];
foreach ($input['calls'] as $call) {
    Heard::$log = $complaints = [];
    $returned = $threw = $domain = null;
    try {
        $adapter = new Registrar_Adapter_Nameyard($input['config']);
        $order = new Model_ClientOrder();
        $order->id = $input['order'];
        $adapter->setOrder($order);
        if (isset($call['domain'])) {
            $domain = domainOf($call['domain']);
            $returned = $adapter->{$call['method']}($domain);
        } else {
            $returned = $adapter->{$call['method']}();
        }
    } catch (Registrar_Exception $thrown) {
        $threw = $thrown->getMessage();
    } catch (Throwable $thrown) {
        $complaints[] = get_class($thrown) . ': ' . $thrown->getMessage();
    }
    $replies[] = [
        'returned' => $returned instanceof Registrar_Domain ? 'the domain' : $returned, 'domain' => $domain ? $domain->shown() : null,
        'threw' => $threw, 'log' => Heard::$log, 'complaints' => $complaints,
    ];
}
echo json_encode($replies, JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE), "\n";
