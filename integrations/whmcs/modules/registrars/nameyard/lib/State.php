<?php

namespace WHMCS\Module\Registrar\Nameyard;

use WHMCS\Carbon;
use WHMCS\Domain\Registrar\Domain;

/** How a domain stands: for the sync cron, for WHMCS's domain pages, for the admin's tab. */
final class State
{
    private $module;

    public function __construct(Module $module)
    {
        $this->module = $module;
    }

    /**
     * What the domain sync wants. Only a name that is active or expired has a date: one that is still being registered has none
     * yet, and that of one that is gone is made for modules that read nothing else.
     */
    public function sync(): array
    {
        $answer = $this->module->askHere('Sync');
        $state = [];
        foreach (['active', 'expired', 'cancelled', 'transferredAway'] as $key) {
            $state[$key] = $answer->flag($key);
        }
        if (in_array($answer->text('status'), ['active', 'expired'], true)) {
            $state['expirydate'] = $answer->date('expirydate');
        }
        return $state;
    }

    /** What the transfer sync wants; nothing while the transfer is pending. */
    public function transferSync(): array
    {
        $answer = $this->module->askHere('TransferSync');
        if (!$answer->has('completed')) {
            return [];
        }
        if ($answer->flag('completed')) {
            return ['completed' => true, 'expirydate' => $answer->date('expirydate')];
        }
        return ['failed' => $answer->flag('failed'), 'reason' => $answer->text('reason')];
    }

    /** The domain as WHMCS 7.6 and later want it. */
    public function information(): Domain
    {
        $answer = $this->module->askHere('GetDomainInformation');
        $domain = (new Domain())
            ->setDomain($answer->text('domain'))
            ->setNameservers($answer->nameservers($answer->map('nameservers')))
            ->setRegistrationStatus($this->status($answer->text('status')))
            ->setExpiryDate(Carbon::createFromFormat('Y-m-d', $answer->date('expirydate')))
            ->setRestorable($answer->text('status') === 'redemption')
            ->setIdProtectionStatus($answer->flag('idprotection'))
            ->setDnsManagementStatus($answer->flag('dnsmanagement'))
            ->setEmailForwardingStatus($answer->flag('emailforwarding'))
            ->setIsIrtpEnabled(false);
        $lock = $answer->text('lockstatus');
        if ($lock !== 'Unknown') {
            $domain->setTransferLock($lock === 'locked');
        }
        return $domain;
    }

    /** Rows for the admin's domain page: what the registrar knows and WHMCS does not. Never a failure, only its words. */
    public function adminRows(): array
    {
        try {
            $answer = $this->module->askHere('GetDomainInformation');
            $rows = [
                'State at the registrar' => $answer->text('status') . ', paid through ' . $answer->date('expirydate'),
                'Auto-renew at the registrar' => $answer->flag('autorenew') ? 'on' : 'off',
                'Registrar lock' => $answer->text('lockstatus'),
            ];
            if ($answer->has('transfer')) {
                $transfer = $answer->map('transfer');
                $rows['Transfer'] = implode(': ', array_filter([$transfer['state'] ?? '', $transfer['reason'] ?? ''], 'is_string'));
            }
            $rows['DNSSEC'] = $this->dnssec();
        } catch (\Throwable $trouble) {
            $rows = ['State at the registrar' => $trouble->getMessage()];
        }
        $rows = array_map(function ($text) {
            return htmlspecialchars($text, ENT_QUOTES, 'UTF-8');
        }, $rows);
        return $rows + ['At the registrar' => $this->panelLink()];
    }

    /** How the domain is signed, and with how many records or keys at its registry. */
    private function dnssec(): string
    {
        $answer = $this->module->askHere('GetDNSSEC');
        $records = count($answer->map('dsrecords')) + count($answer->map('dnskeys'));
        return $answer->text('state') . ($records > 0 ? ", $records at the registry" : '');
    }

    /** A link to the domain in the registrar's panel, as HTML. */
    private function panelLink(): string
    {
        $panel = preg_replace('#^(https?://[^/?\#]+).*$#i', '$1', $this->module->text('ApiUrl'));
        $address = $panel . '/panel/domains/?q=' . rawurlencode($this->module->text('sld') . '.' . ltrim($this->module->text('tld'), '.'));
        return '<a href="' . htmlspecialchars($address, ENT_QUOTES, 'UTF-8') . '" target="_blank" rel="noopener">Open in the panel</a>';
    }

    private function status(string $status): string
    {
        $known = [
            'active' => Domain::STATUS_ACTIVE, 'expired' => Domain::STATUS_EXPIRED, 'redemption' => Domain::STATUS_PENDING_DELETE,
            'cancelled' => Domain::STATUS_DELETED, 'transferredaway' => Domain::STATUS_ARCHIVED,
        ];
        return $known[$status] ?? Domain::STATUS_INACTIVE;
    }
}
