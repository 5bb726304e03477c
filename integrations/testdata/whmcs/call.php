<?php

// Calls one function of the WHMCS module, as WHMCS does in one request, and prints what came of it.
//
// stdin: {"function": "RegisterDomain", "params": {…}, "database": "FILE"}    "widget" instead of a function draws the widget,
// "fields" gives the additional domain fields.
// stdout: {"returned": …, "threw": …, "log": […], "activity": […], "localapi": […], "complaints": […]}

error_reporting(E_ALL);
$complaints = [];
set_error_handler(function ($level, $words, $file, $line) use (&$complaints) {
    $complaints[] = "$words (" . basename($file) . ":$line)";
    return true;
});

require __DIR__ . '/whmcs.php';
$module = dirname(__DIR__, 2) . '/whmcs/modules/registrars/nameyard';
$call = json_decode(stream_get_contents(STDIN), true);
WHMCS\Database\Capsule::$file = $call['database'];
require "$module/nameyard.php";

$returned = $threw = null;
try {
    if ($call['function'] === 'widget') {
        Heard::$settings = $call['params'];
        require "$module/hooks.php";
        $widget = Heard::$hooks['AdminHomeWidgets'][0]();
        $returned = $widget->generateOutput($widget->getData());
    } elseif ($call['function'] === 'fields') {
        $additionaldomainfields = [];
        require "$module/resources/domains/additionalfields.php";
        $returned = $additionaldomainfields;
    } else {
        $returned = ('nameyard_' . $call['function'])($call['params']);
    }
} catch (\Throwable $thrown) {
    $threw = $thrown->getMessage();
}
if ($returned instanceof ArrayObject) {
    $returned = array_values($returned->getArrayCopy());
}
echo json_encode([
    'returned' => $returned, 'threw' => $threw, 'log' => Heard::$log, 'activity' => Heard::$activity, 'localapi' => Heard::$localApi,
    'complaints' => $complaints,
], JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE), "\n";
