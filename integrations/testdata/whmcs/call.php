<?php

// Calls functions of the WHMCS module, as WHMCS does, and prints what came of each.
//
// stdin: {"database": "FILE", "calls": [{"function": "RegisterDomain", "params": {…}}, …]}    "widget" instead of a function
// draws the widget, "fields" gives the additional domain fields.
// stdout: [{"returned": …, "threw": …, "log": […], "activity": […], "localapi": […], "complaints": […]}, …]

error_reporting(E_ALL);
$complaints = [];
set_error_handler(function ($level, $words, $file, $line) use (&$complaints) {
    $complaints[] = "$words (" . basename($file) . ":$line)";
    return true;
});

require __DIR__ . '/whmcs.php';
$module = dirname(__DIR__, 2) . '/whmcs/modules/registrars/nameyard';
$input = json_decode(stream_get_contents(STDIN), true);
WHMCS\Database\Capsule::$file = $input['database'];
require "$module/nameyard.php";
require "$module/hooks.php";

function carryOut(string $module, string $function, array $params)
{
    if ($function === 'widget') {
        Heard::$settings = $params;
        $widget = Heard::$hooks['AdminHomeWidgets'][0]();
        return $widget->generateOutput($widget->getData());
    }
    if ($function === 'fields') {
        $additionaldomainfields = [];
        require "$module/resources/domains/additionalfields.php";
        return $additionaldomainfields;
    }
    return ('nameyard_' . $function)($params);
}

$replies = [];
foreach ($input['calls'] as $call) {
    Heard::$log = Heard::$activity = Heard::$localApi = $complaints = [];
    $returned = $threw = null;
    try {
        $returned = carryOut($module, $call['function'], $call['params']);
    } catch (\Throwable $thrown) {
        $threw = $thrown->getMessage();
    }
    if ($returned instanceof ArrayObject) {
        $returned = array_values($returned->getArrayCopy());
    }
    $replies[] = [
        'returned' => $returned, 'threw' => $threw, 'log' => Heard::$log, 'activity' => Heard::$activity,
        'localapi' => Heard::$localApi, 'complaints' => $complaints,
    ];
}
echo json_encode($replies, JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE), "\n";
