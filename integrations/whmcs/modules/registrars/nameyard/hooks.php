<?php

/** Hooks of the Nameyard registrar module: the dashboard widget with the credit and what renewals will cost. */

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

add_hook('AdminHomeWidgets', 1, function () {
    require_once __DIR__ . '/lib/load.php';
    require_once __DIR__ . '/lib/ForecastWidget.php';

    return new \WHMCS\Module\Registrar\Nameyard\ForecastWidget();
});
