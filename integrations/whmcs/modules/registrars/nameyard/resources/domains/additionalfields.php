<?php

// What .se and .nu ask for beyond the contact, under the names that WHMCS has for it. WHMCS reads
// resources/domains/additionalfields.php of its own folder: copy this file there, or include it from there.

$nameyardIdentity = [
    'Name' => 'Identification Number',
    'Type' => 'text',
    'Size' => '20',
    'Default' => '',
    'Required' => true,
    'Description' => 'Swedish personal or organisation number, nnnnnn-nnnn. Outside Sweden: the country in brackets and the number there, ' .
        'for example [DE]HRB12345',
];
$nameyardVat = [
    'Type' => 'text',
    'Size' => '20',
    'Default' => '',
    'Required' => false,
    'Description' => 'For companies in the European Union outside Sweden',
];

$additionaldomainfields['.se'][] = $nameyardIdentity + ['LangVar' => 'setldidentificationnumber'];
$additionaldomainfields['.se'][] = ['Name' => 'VAT', 'LangVar' => 'setldvat'] + $nameyardVat;
$additionaldomainfields['.nu'][] = $nameyardIdentity + ['LangVar' => 'nutldidentificationnumber'];
$additionaldomainfields['.nu'][] = ['Name' => 'VAT Number', 'LangVar' => 'nutldvatnumber'] + $nameyardVat;

unset($nameyardIdentity, $nameyardVat);
