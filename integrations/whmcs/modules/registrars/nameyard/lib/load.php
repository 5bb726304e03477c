<?php

// The classes of the module, in the order they need one another. WHMCS would find those below its own namespace by itself,
// but not the API client, which other systems use unchanged.
foreach (['Api/Failure', 'Api/Answer', 'Api/Client', 'Module', 'Ledger', 'Orders', 'Settings', 'State', 'Lookup'] as $class) {
    require_once __DIR__ . "/$class.php";
}
