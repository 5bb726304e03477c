<?php

/**
 * WHMCS registrar module for Nameyard.
 *
 * One function for each thing that WHMCS asks of a registrar. They answer as WHMCS's documentation says, and
 * ['error' => words] whenever the registrar has not clearly said yes. See README.md for what each of them does.
 *
 * @see https://developers.whmcs.com/domain-registrars/
 * @license Apache-2.0, the Nameyard authors
 */

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

require_once __DIR__ . '/lib/load.php';

use WHMCS\Exception\Module\InvalidConfiguration;
use WHMCS\Module\Registrar\Nameyard\Lookup;
use WHMCS\Module\Registrar\Nameyard\Module;
use WHMCS\Module\Registrar\Nameyard\Orders;
use WHMCS\Module\Registrar\Nameyard\Settings;
use WHMCS\Module\Registrar\Nameyard\State;

function nameyard_MetaData()
{
    return ['DisplayName' => 'Nameyard', 'APIVersion' => '1.1', 'NonLinearRegistrationPricing' => false];
}

function nameyard_getConfigArray()
{
    return [
        'FriendlyName' => ['Type' => 'System', 'Value' => 'Nameyard'],
        'Description' => ['Type' => 'System', 'Value' => 'Domain names through a Nameyard registrar reseller account.'],
        'ApiUrl' => [
            'FriendlyName' => 'API URL', 'Type' => 'text', 'Size' => '60', 'Default' => '',
            'Description' => 'For example https://registrar.example.com/api.php',
        ],
        'AuthEmail' => [
            'FriendlyName' => 'E-mail address', 'Type' => 'text', 'Size' => '40', 'Default' => '',
            'Description' => 'The one of the reseller account',
        ],
        'Token' => [
            'FriendlyName' => 'Token', 'Type' => 'password', 'Size' => '40', 'Default' => '',
            'Description' => 'Made by "nameyard token add", or given by your registrar',
        ],
        'CaBundle' => [
            'FriendlyName' => 'CA certificates', 'Type' => 'text', 'Size' => '60', 'Default' => '',
            'Description' => 'Path of a PEM file, if the server has a certificate of your own authority. Empty = those of the system',
        ],
        'ConnectTimeout' => [
            'FriendlyName' => 'Connect timeout', 'Type' => 'text', 'Size' => '5', 'Default' => '10', 'Description' => 'Seconds',
        ],
        'Timeout' => [
            'FriendlyName' => 'Timeout', 'Type' => 'text', 'Size' => '5', 'Default' => '40',
            'Description' => 'Seconds for a whole answer. The server answers within 25',
        ],
    ];
}

/** Tries the connection before settings are saved. */
function nameyard_config_validate($params)
{
    $tried = Module::answer($params, function (Module $m) {
        return ['credit' => $m->ask('CreditAmount')->amount('value')];
    });
    if (isset($tried['error'])) {
        throw new InvalidConfiguration($tried['error']);
    }
}

function nameyard_RegisterDomain($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Orders($m))->register();
    });
}

function nameyard_TransferDomain($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Orders($m))->transfer();
    });
}

function nameyard_RenewDomain($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Orders($m))->renew();
    });
}

function nameyard_GetNameservers($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Settings($m))->nameservers();
    });
}

function nameyard_SaveNameservers($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Settings($m))->saveNameservers();
    });
}

function nameyard_GetContactDetails($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Settings($m))->contacts();
    });
}

function nameyard_SaveContactDetails($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Settings($m))->saveContacts();
    });
}

function nameyard_GetRegistrarLock($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Settings($m))->lock();
    });
}

function nameyard_SaveRegistrarLock($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Settings($m))->saveLock();
    });
}

function nameyard_GetDNS($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Settings($m))->records();
    });
}

function nameyard_SaveDNS($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Settings($m))->saveRecords();
    });
}

function nameyard_GetEmailForwarding($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Settings($m))->forwards();
    });
}

function nameyard_SaveEmailForwarding($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Settings($m))->saveForwards();
    });
}

function nameyard_RegisterNameserver($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Settings($m))->registerHost();
    });
}

function nameyard_ModifyNameserver($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Settings($m))->modifyHost();
    });
}

function nameyard_DeleteNameserver($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Settings($m))->deleteHost();
    });
}

function nameyard_GetEPPCode($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Settings($m))->authCode();
    });
}

function nameyard_IDProtectToggle($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Settings($m))->privacy();
    });
}

function nameyard_RequestDelete($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Orders($m))->delete();
    });
}

function nameyard_ReleaseDomain($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Orders($m))->release();
    });
}

function nameyard_Sync($params)
{
    return Module::answer($params, function (Module $m) {
        return (new State($m))->sync();
    });
}

function nameyard_TransferSync($params)
{
    return Module::answer($params, function (Module $m) {
        return (new State($m))->transferSync();
    });
}

/** Throws on failure, as WHMCS wants it from this one. */
function nameyard_GetDomainInformation($params)
{
    return (new State(new Module((array) $params)))->information();
}

function nameyard_CheckAvailability($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Lookup($m))->availability();
    });
}

function nameyard_DomainSuggestionOptions()
{
    return Lookup::options();
}

function nameyard_GetDomainSuggestions($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Lookup($m))->suggestions();
    });
}

function nameyard_GetTldPricing($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Lookup($m))->prices();
    });
}

/** Buttons on the admin's domain page. */
function nameyard_AdminCustomButtonArray()
{
    return [
        'Auto-renew on' => 'autorenewon',
        'Auto-renew off' => 'autorenewoff',
        'DNSSEC on' => 'dnssecon',
        'DNSSEC off' => 'dnssecoff',
        'Restore' => 'restore',
        'Renew once more' => 'renewoncemore',
        'Cancel transfer' => 'canceltransfer',
        'Let go (approve transfer)' => 'approvetransfer',
        'Keep (reject transfer)' => 'rejecttransfer',
    ];
}

function nameyard_autorenewon($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Settings($m))->autoRenew(true);
    });
}

function nameyard_autorenewoff($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Settings($m))->autoRenew(false);
    });
}

function nameyard_dnssecon($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Settings($m))->dnssec(true);
    });
}

function nameyard_dnssecoff($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Settings($m))->dnssec(false);
    });
}

function nameyard_restore($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Orders($m))->restore();
    });
}

function nameyard_renewoncemore($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Orders($m))->renewOnceMore();
    });
}

function nameyard_canceltransfer($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Settings($m))->done('CancelTransfer');
    });
}

function nameyard_approvetransfer($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Settings($m))->done('ApproveTransferAway');
    });
}

function nameyard_rejecttransfer($params)
{
    return Module::answer($params, function (Module $m) {
        return (new Settings($m))->done('RejectTransferAway');
    });
}

/** What the registrar knows of the domain, on the admin's domain page. */
function nameyard_AdminDomainsTabFields($params)
{
    return (new State(new Module((array) $params)))->adminRows();
}
