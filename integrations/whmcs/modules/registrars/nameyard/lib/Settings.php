<?php

namespace WHMCS\Module\Registrar\Nameyard;

/** What can be changed about a domain: name servers, contacts, lock, records, forwards, child name servers. */
final class Settings
{
    /** WHMCS's names of contact fields, the API's, and what else forms call them. The two parts of the name are apart. */
    const FIELDS = [
        'Company Name' => ['Company', ['Company', 'Organisation Name', 'Organization Name', 'Organization']],
        'Email Address' => ['Email', ['Email']],
        'Address 1' => ['Address', ['Address', 'Street']],
        'Address 2' => ['Address_2', []],
        'City' => ['City', []],
        'State' => ['State', ['Region', 'Province', 'State or Region']],
        'Postcode' => ['Zip_Code', ['ZIP Code', 'Zip Code', 'ZIP', 'Postal Code']],
        'Country' => ['Country', ['Country Code']],
        'Phone Number' => ['Telephone', ['Phone', 'Telephone']],
    ];

    private $module;

    public function __construct(Module $module)
    {
        $this->module = $module;
    }

    public function nameservers(): array
    {
        $answer = $this->module->askHere('GetNameservers');
        return $answer->nameservers($answer->content());
    }

    public function saveNameservers(): array
    {
        $fields = [];
        for ($i = 1; $i <= 5; $i++) {
            $fields["nameserver$i"] = $this->module->text("ns$i");
        }
        return $this->done('SaveNameservers', $fields);
    }

    public function contacts(): array
    {
        $answer = $this->module->askHere('GetContactDetails');
        $shown = [];
        foreach ($answer->rows() as $type => $contact) {
            $type = $type === 'Tech' ? 'Technical' : $type; // WHMCS's own word
            list($first, $last) = explode(' ', $this->field($contact, 'Name') . ' ', 2);
            $shown[$type] = ['First Name' => $first, 'Last Name' => rtrim($last)];
            foreach (self::FIELDS as $label => list($field)) {
                $shown[$type][$label] = $this->field($contact, $field);
            }
        }
        if (!isset($shown['Registrant'])) {
            throw $answer->garbled('there is no registrant');
        }
        return $shown;
    }

    public function saveContacts(): array
    {
        $details = [];
        foreach ($this->module->needList('contactdetails') as $type => $contact) {
            if (is_array($contact)) {
                $details[$type] = $this->patch($contact);
            }
        }
        return $this->done('SaveContactDetails', ['contactdetails' => $details]);
    }

    /** "locked", "unlocked", or nothing where the registry has no lock. */
    public function lock(): string
    {
        $answer = $this->module->askHere('DomainGetLockingStatus');
        $status = $answer->text('lockstatus');
        if (!in_array($status, ['locked', 'unlocked', 'Unknown'], true)) {
            throw $answer->garbled('the lock is neither locked nor unlocked');
        }
        return $status === 'Unknown' ? '' : $status;
    }

    public function saveLock(): array
    {
        return $this->done('DomainUpdateLockingStatus', ['lockenabled' => $this->module->need('lockenabled')]);
    }

    public function records(): array
    {
        $answer = $this->module->askHere('GetDNS');
        $records = [];
        foreach ($answer->rows() as $row) {
            if (!$this->areTexts([$row['hostname'] ?? null, $row['type'] ?? null, $row['address'] ?? null, $row['priority'] ?? ''])) {
                throw $answer->garbled('a record is not whole');
            }
            $records[] = [
                'hostname' => $row['hostname'], 'type' => $row['type'], 'address' => $row['address'],
                'priority' => $row['priority'] ?? 'N/A',
            ];
        }
        return $records;
    }

    public function saveRecords(): array
    {
        $rows = [];
        foreach ($this->module->needList('dnsrecords') as $row) {
            $rows[] = array_map('strval', array_intersect_key((array) $row, array_flip(['hostname', 'type', 'address', 'priority', 'recid'])));
        }
        return $this->done('SaveDNS', ['dnsrecords' => $this->packed($rows)]);
    }

    public function forwards(): array
    {
        $answer = $this->module->askHere('GetEmailForwarding');
        $forwards = [];
        foreach ($answer->rows() as $key => $row) {
            if (!$this->areTexts([$row['prefix'] ?? null, $row['forwardto'] ?? null])) {
                throw $answer->garbled('a forward is not whole');
            }
            $forwards[$key] = ['prefix' => $row['prefix'], 'forwardto' => $row['forwardto']];
        }
        return $forwards;
    }

    public function saveForwards(): array
    {
        return $this->done('SaveEmailForwarding', [
            'prefix' => $this->packed(array_map('strval', $this->module->needList('prefix'))),
            'forwardto' => $this->packed(array_map('strval', $this->module->needList('forwardto'))),
        ]);
    }

    public function registerHost(): array
    {
        return $this->done('RegisterNameserver', [
            'nameserver' => $this->module->need('nameserver'), 'ipaddress' => $this->module->need('ipaddress'),
        ]);
    }

    public function modifyHost(): array
    {
        return $this->done('ModifyNameserver', [
            'nameserver' => $this->module->need('nameserver'), 'currentipaddress' => $this->module->need('currentipaddress'),
            'newipaddress' => $this->module->need('newipaddress'),
        ]);
    }

    public function deleteHost(): array
    {
        return $this->done('DeleteNameserver', ['nameserver' => $this->module->need('nameserver')]);
    }

    public function authCode(): array
    {
        return ['eppcode' => $this->module->askHere('GetEPPCode')->text('eppcode')];
    }

    public function privacy(): array
    {
        return $this->done('IDProtectToggle', ['protectenable' => (int) $this->module->flag('protectenable')]);
    }

    public function autoRenew(bool $on): array
    {
        return $this->done('SetAutoRenew', ['autorenew' => (int) $on]) + ['message' => 'Auto-renew is ' . ($on ? 'on.' : 'off.')];
    }

    /** A domain on the registrar's own name servers is signed by them, or not any more. */
    public function dnssec(bool $on): array
    {
        return $this->done('SaveDNSSEC', ['enabled' => (int) $on]) + ['message' => 'DNSSEC is being switched ' . ($on ? 'on.' : 'off.')];
    }

    /** Asks for an action whose success says nothing more. */
    public function done(string $action, array $fields = []): array
    {
        $this->module->askHere($action, $fields);
        return ['success' => true];
    }

    /** What a form says of a contact, under the API's names. What the form leaves out stays as it is. */
    private function patch(array $form): array
    {
        $patch = [];
        $name = trim($this->field($form, 'First Name') . ' ' . $this->field($form, 'Last Name'));
        foreach (['Full Name', 'Name', 'Contact Name'] as $label) {
            $name = $name !== '' ? $name : $this->field($form, $label);
        }
        if ($name !== '') {
            $patch['Name'] = $name;
        }
        foreach (self::FIELDS as $label => list($field, $others)) {
            foreach (array_merge([$label], $others) as $called) {
                if (isset($form[$called]) && is_scalar($form[$called])) {
                    $patch[$field] = (string) $form[$called];
                    break;
                }
            }
        }
        $country = preg_replace('/\D+/', '', $this->field($form, 'Phone Country Code'));
        if ($country !== '' && preg_match('/\d/', $patch['Telephone'] ?? '') && !preg_match('/^[\s(]*(\+|00)/', $patch['Telephone'])) {
            $patch['Telephone'] = "+$country." . trim($patch['Telephone']);
        }
        return $patch;
    }

    private function field(array $contact, string $key): string
    {
        $value = $contact[$key] ?? '';
        return !is_scalar($value) || $value === 'N/A' ? '' : (string) $value;
    }

    private function areTexts(array $values): bool
    {
        return array_filter($values, 'is_string') === $values;
    }

    private function packed(array $value): string
    {
        return base64_encode(serialize($value));
    }
}
