<?php

namespace WHMCS\Module\Registrar\Nameyard;

use Nameyard\Api\Answer;
use Nameyard\Api\Failure;
use WHMCS\Database\Capsule;

/** What costs money: register, transfer, renew, restore. Every order carries an idempotency key, see Ledger. */
final class Orders
{
    /** Contact parameters that the API knows by the same names. */
    const CONTACT = [
        'firstname', 'lastname', 'companyname', 'email', 'address1', 'address2', 'city', 'state', 'fullstate', 'postcode',
        'countrycode', 'country', 'phonenumber', 'fullphonenumber',
    ];

    private $module;
    private $ledger;

    public function __construct(Module $module)
    {
        $this->module = $module;
        $this->ledger = new Ledger($module->domainId(), $module->name());
    }

    public function register(): array
    {
        $this->refusePremium();
        $answer = $this->place('register', 'RegisterDomain', $this->orderDocument(), $this->purchase());
        if (!$answer->isPending()) {
            return ['success' => true];
        }
        // WHMCS takes any success for a name that is registered, and tells the customer so.
        $this->markPending();
        return ['error' => $answer->text('msg') . '. The name is not registered yet and is charged once it is; do not order it ' .
            'again. The domain sync sets it active as soon as the registry confirms.'];
    }

    public function transfer(): array
    {
        $this->refusePremium();
        $fields = $this->purchase() + ['transfersecret' => $this->module->text('eppcode') ?: $this->module->text('transfersecret')];
        $this->place('transfer', 'TransferDomain', $this->orderDocument(), $fields);
        return ['success' => true]; // WHMCS then shows it as pending until TransferSync tells the end
    }

    public function renew(): array
    {
        $document = $this->invoiceDocument();
        $years = $this->module->years();
        if ($this->module->flag('isInRedemptionGracePeriod')) {
            $years -= $this->restoreFor($document);
        }
        if ($years > 0) {
            $this->renewBy($years, $document);
        }
        return ['success' => true];
    }

    /** Adds one more term although the last invoice has been carried out: an order of its own, meant by whoever presses the button. */
    public function renewOnceMore(): array
    {
        $this->renewBy($this->module->years(), 'again');
        return ['success' => true, 'message' => 'Renewed.'];
    }

    public function restore(): array
    {
        $this->place('restore', 'RestoreDomain', 'redemption', [], $this->paidThrough());
        return ['success' => true, 'message' => 'Restored.'];
    }

    public function release(): array
    {
        $this->module->askHere('ReleaseDomain', ['newtag' => $this->module->need('transfertag')]);
        $this->ledger->forget();
        return ['success' => true];
    }

    public function delete(): array
    {
        $this->module->askHere('RequestDelete');
        $this->ledger->forget();
        return ['success' => true];
    }

    private function renewBy(int $years, string $document): void
    {
        $this->place('renew', 'RenewDomain', $document, ['regperiod' => $years], $this->paidThrough());
    }

    /** Restores a name that WHMCS renews out of redemption, and gives the years that the restoring has brought. */
    private function restoreFor(string $document): int
    {
        if ($this->module->askHere('Sync')->text('status') === 'redemption') {
            $this->place('restore', 'RestoreDomain', $document, [], $this->paidThrough());
        }
        $before = $this->ledger->startedFrom('restore', $document);
        if ($before === '') {
            return 0;
        }
        $after = $this->module->askHere('GetDomainInformation')->date('expirydate');
        return (int) round((strtotime("$after UTC") - strtotime("$before UTC")) / (365.25 * 86400));
    }

    /** Places an order under its key, notes how it stands, and says what to do if that is not known. */
    private function place(string $kind, string $action, string $document, array $fields, ?callable $from = null): Answer
    {
        $order = $this->ledger->begin($kind, $document, $from ?? function () {
            return '';
        });
        try {
            try {
                $answer = $this->send($action, $fields, $order);
            } catch (Failure $failure) {
                // The customer's data have been changed since an attempt without a clear end. The server refuses a second
                // live order of the name, and a renewal of a term that is paid, so a new key can do no harm.
                $order = $failure->word() === 'idempotency_key_reused' ? $this->ledger->another($kind, $document) : null;
                if ($order === null) {
                    throw $failure;
                }
                $answer = $this->send($action, $fields, $order);
            }
        } catch (Failure $failure) {
            if ($failure->isFinal()) {
                $this->ledger->note($kind, $document, 'refused');
            }
            throw $this->advised($failure);
        }
        if (!$order['again'] && !$answer->isPending()) {
            $this->ledger->note($kind, $document, 'done');
        }
        return $answer;
    }

    private function send(string $action, array $fields, array $order): Answer
    {
        $fields['idempotencykey'] = $order['key'];
        if ($action === 'RenewDomain' && $order['from'] !== '') {
            $fields['currentexpirydate'] = $order['from'];
        }
        return $this->module->askHere($action, $fields);
    }

    private function advised(Failure $failure): Failure
    {
        if (!$failure->isUnheard()) {
            return $failure;
        }
        return new Failure($failure->word(), $failure->getMessage() .
            ' Run the same command again to find out: it carries the same order key, so it is charged once only.');
    }

    private function purchase(): array
    {
        $m = $this->module;
        $fields = [
            'regperiod' => $m->years(),
            'dnsmanagement' => (int) $m->flag('dnsmanagement'),
            'emailforwarding' => (int) $m->flag('emailforwarding'),
            'idprotection' => (int) $m->flag('idprotection'),
            'domainfields' => base64_encode(serialize(array_map('strval', array_filter($m->list('additionalfields'), 'is_scalar')))),
        ];
        for ($i = 1; $i <= 5; $i++) {
            $fields["nameserver$i"] = $m->text("ns$i");
        }
        foreach (self::CONTACT as $key) {
            $fields[$key] = $m->text($key);
            $fields["admin$key"] = $m->text("admin$key");
        }
        return $fields;
    }

    /** Premium names are not on the price list, so there is no cost to compare WHMCS's with. */
    private function refusePremium(): void
    {
        if ($this->module->flag('premiumEnabled') && (float) $this->module->text('premiumCost') > 0) {
            throw new Failure(Failure::UNREACHED, $this->module->name() . ' is a premium name; those are not sold here. Nothing was ordered.');
        }
    }

    /** Gives the date from which a renewal starts. Sync's is another where the name is not active. */
    private function paidThrough(): callable
    {
        return function () {
            try {
                return $this->module->askHere('GetDomainInformation')->date('expirydate');
            } catch (Failure $failure) {
                throw new Failure($failure->word(), $failure->getMessage() . ' Nothing was ordered.');
            }
        };
    }

    /** The WHMCS order that bought the domain. */
    private function orderDocument(): string
    {
        $order = (int) $this->lookup('tbldomains', ['id' => $this->module->domainId()], 'orderid');
        return $order > 0 ? "o$order" : 'd';
    }

    /** The newest invoice that renews the domain. */
    private function invoiceDocument(): string
    {
        $invoice = (int) $this->lookup('tblinvoiceitems', ['type' => 'Domain', 'relid' => $this->module->domainId()], 'invoiceid');
        return $invoice > 0 ? "i$invoice" : 'd';
    }

    private function lookup(string $table, array $where, string $column)
    {
        try {
            $query = Capsule::table($table);
            foreach ($where as $key => $value) {
                $query = $query->where($key, $value);
            }
            return $query->orderBy('id', 'desc')->value($column);
        } catch (\Throwable $trouble) {
            return 0;
        }
    }

    /** Lets the domain sync follow a registration that the registry has not confirmed. */
    private function markPending(): void
    {
        if ($this->module->domainId() > 0 && function_exists('localAPI')) {
            localAPI('UpdateClientDomain', ['domainid' => $this->module->domainId(), 'status' => 'Pending Registration']);
        }
    }
}
