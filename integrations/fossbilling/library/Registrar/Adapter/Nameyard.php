<?php

/**
 * FOSSBilling registrar adapter for Nameyard.
 *
 * Every method succeeds only if the registrar has clearly said yes, and throws Registrar_Exception otherwise, in the
 * registrar's own words where there are any. See README.md for what each of them does.
 *
 * @license Apache-2.0, the Nameyard authors
 */
foreach (['Failure', 'Answer', 'Client'] as $nameyardClass) {
    require_once __DIR__ . "/Nameyard/$nameyardClass.php";
}
unset($nameyardClass);

use Nameyard\Api\Answer;
use Nameyard\Api\Client;
use Nameyard\Api\Failure;

class Registrar_Adapter_Nameyard extends Registrar_AdapterAbstract
{
    /** Refusals of a registry, which the server remembers under the key of the order. */
    const REMEMBERED = ['registry_refused', 'invalid_auth_code', 'not_available', 'locked', 'price_changed', 'bad_state'];

    private $settings;

    public function __construct($options)
    {
        $this->settings = [
            'ApiUrl' => $options['api_url'] ?? '', 'AuthEmail' => $options['email'] ?? '', 'Token' => $options['token'] ?? '',
            'CaBundle' => $options['ca_bundle'] ?? '', 'ConnectTimeout' => $options['connect_timeout'] ?? '',
            'Timeout' => $options['timeout'] ?? '',
        ];
        foreach (['ApiUrl' => 'API URL', 'AuthEmail' => 'e-mail address', 'Token' => 'token'] as $key => $label) {
            if (!is_string($this->settings[$key]) || trim($this->settings[$key]) === '') {
                throw new Registrar_Exception("The $label of the Nameyard account is not set. Configure the Nameyard registrar.");
            }
        }
    }

    public static function getConfig()
    {
        $field = function (string $label, string $description, bool $required) {
            return ['label' => $label, 'description' => $description, 'required' => $required];
        };

        return [
            'label' => 'Nameyard: domain names through a Nameyard registrar reseller account.',
            'form' => [
                'api_url' => ['text', $field('API URL', 'For example https://registrar.example.com/api.php', true)],
                'email' => ['text', $field('E-mail address', 'The one of the reseller account', true)],
                'token' => ['password', $field('Token', 'Made by "nameyard token add", or given by your registrar', true)],
                'ca_bundle' => ['text', $field('CA certificates', 'Path of a PEM file, if the server has a certificate of your own authority', false)],
                'connect_timeout' => ['text', $field('Connect timeout', 'Seconds (10)', false)],
                'timeout' => ['text', $field('Timeout', 'Seconds for a whole answer (40). The server answers within 25', false)],
            ],
        ];
    }

    /** The TLDs on the account's price list, each with its dot. */
    public function getTlds()
    {
        return $this->guarded(function () {
            return array_map(function ($tld) {
                return ".$tld";
            }, array_keys($this->ask('GetPricing')->map('pricing')));
        });
    }

    public function isDomainAvailable(Registrar_Domain $domain)
    {
        return $this->guarded(function () use ($domain) {
            $found = $this->look($domain);

            // Premium names have no price on the list, so they cannot be ordered.
            return $found['status'] === 'available' && empty($found['premium']) && isset($found['price']);
        });
    }

    /** Whether the name is registered, under a TLD that is sold. Only the transfer itself shows if its code is right. */
    public function isDomaincanBeTransferred(Registrar_Domain $domain)
    {
        return $this->guarded(function () use ($domain) {
            return $this->look($domain)['status'] === 'registered';
        });
    }

    public function registerDomain(Registrar_Domain $domain)
    {
        return $this->guarded(function () use ($domain) {
            $answer = $this->place('register', 'RegisterDomain', $domain, $this->purchase($domain));
            if ($answer->isPending()) {
                // FOSSBilling takes any success for a name that is registered, and tells the customer so.
                throw new Failure('pending', $answer->text('msg') . '. The name is not registered yet and is charged once it is. ' .
                    'Activate the order again later: that orders nothing twice.');
            }

            return true;
        });
    }

    /** True as soon as the transfer has been asked for; it ends days later. */
    public function transferDomain(Registrar_Domain $domain)
    {
        return $this->guarded(function () use ($domain) {
            $fields = $this->purchase($domain) + ['transfersecret' => (string) $domain->getEpp()];
            $this->place('transfer', 'TransferDomain', $domain, $fields)->text('msg');

            return true;
        });
    }

    public function renewDomain(Registrar_Domain $domain)
    {
        return $this->guarded(function () use ($domain) {
            $fields = ['regperiod' => $this->years($domain)];
            if ($domain->getExpirationTime()) {
                $fields['currentexpirydate'] = $this->startOfTerm($domain);
            }
            try {
                $this->place('renew', 'RenewDomain', $domain, $fields)->text('msg');
            } catch (Failure $failure) {
                if ($failure->word() !== 'expiry_mismatch' || !$this->isPaidFor($domain)) {
                    throw $failure;
                }
            }

            return true;
        });
    }

    public function deleteDomain(Registrar_Domain $domain)
    {
        return $this->done('RequestDelete', $domain);
    }

    public function modifyNs(Registrar_Domain $domain)
    {
        return $this->done('SaveNameservers', $domain, $this->nameservers($domain));
    }

    public function modifyContact(Registrar_Domain $domain)
    {
        $details = [];
        foreach (['Registrant' => $domain->getContactRegistrar(), 'Admin' => $domain->getContactAdmin()] as $type => $contact) {
            if ($contact !== null) {
                $details[$type] = [
                    'Name' => trim((string) $contact->getName()), 'Company' => (string) $contact->getCompany(),
                    'Address' => (string) $contact->getAddress1(), 'Address_2' => (string) $contact->getAddress2(),
                    'City' => (string) $contact->getCity(), 'State' => (string) $contact->getState(),
                    'Country' => (string) $contact->getCountry(), 'Zip_Code' => (string) $contact->getZip(),
                    'Email' => (string) $contact->getEmail(), 'Telephone' => $this->phone($contact),
                ];
            }
        }
        if (!isset($details['Registrant'])) {
            throw new Registrar_Exception('There is no contact to save; nothing was done.');
        }

        return $this->done('SaveContactDetails', $domain, ['contactdetails' => $details]);
    }

    public function getDomainDetails(Registrar_Domain $domain)
    {
        return $this->guarded(function () use ($domain) {
            $known = $this->askAbout('GetDomainInformation', $domain);
            if (!$known->has('registrationdate')) {
                throw new Failure('pending', $domain->getName() . ' is not registered here yet; its state is "' . $known->text('status') . '".');
            }
            $servers = array_values($known->nameservers($known->map('nameservers')));
            $domain->setRegistrationTime(strtotime($known->date('registrationdate') . ' UTC'));
            $domain->setExpirationTime(strtotime($known->date('expirydate') . ' UTC'));
            $domain->setPrivacyEnabled($known->flag('idprotection'));
            $domain->setLocked($known->text('lockstatus') === 'locked');
            $domain->setNs1($servers[0] ?? '')->setNs2($servers[1] ?? '')->setNs3($servers[2] ?? '')->setNs4($servers[3] ?? '');
            $domain->setContactRegistrar($this->registrant($domain));

            return $domain;
        });
    }

    public function getEpp(Registrar_Domain $domain)
    {
        return $this->guarded(function () use ($domain) {
            return $this->askAbout('GetEPPCode', $domain)->text('eppcode');
        });
    }

    public function enablePrivacyProtection(Registrar_Domain $domain)
    {
        return $this->done('IDProtectToggle', $domain, ['protectenable' => 1]);
    }

    public function disablePrivacyProtection(Registrar_Domain $domain)
    {
        return $this->done('IDProtectToggle', $domain, ['protectenable' => 0]);
    }

    public function lock(Registrar_Domain $domain)
    {
        return $this->done('DomainUpdateLockingStatus', $domain, ['lockenabled' => 'locked']);
    }

    public function unlock(Registrar_Domain $domain)
    {
        return $this->done('DomainUpdateLockingStatus', $domain, ['lockenabled' => 'unlocked']);
    }

    /**
     * Places an order under the key of the FOSSBilling order and of what it asks for, so that its repeat is answered by what
     * the first attempt led to. FOSSBilling gives adapters no place to note that an attempt was refused, and the server
     * answers a key alike for 8 days; so after a refusal the order is tried once without the key. It is an order of its own
     * then, unless an equal one has succeeded. The same where the name has left the account since the key's success.
     */
    private function place(string $kind, string $action, Registrar_Domain $domain, array $fields): Answer
    {
        $about = hash('sha256', strtolower($domain->getName()) . "\n" . serialize($fields));
        $key = "fossbilling-$kind-o" . $this->orderId() . '-' . substr($about, 0, 32);
        try {
            $answer = $this->askAbout($action, $domain, $fields + ['idempotencykey' => $key]);

            return $kind === 'renew' || $this->isHere($domain) ? $answer : $this->askAbout($action, $domain, $fields);
        } catch (Failure $failure) {
            if (in_array($failure->word(), self::REMEMBERED, true)) {
                return $this->askAbout($action, $domain, $fields);
            }
            if ($failure->isUnheard()) {
                throw new Failure($failure->word(), $failure->getMessage() . ' Repeat it to find out: it is charged once only.');
            }
            throw $failure;
        }
    }

    /** Whether the name is in the account, or on its way there. */
    private function isHere(Registrar_Domain $domain): bool
    {
        return in_array($this->askAbout('Sync', $domain)->text('status'), ['active', 'expired', 'pending'], true);
    }

    /**
     * Whether the term that FOSSBilling wants to renew is paid for: by an attempt whose answer was lost long ago, or by
     * auto-renew at the registrar. The details that FOSSBilling reads next then have the new date.
     */
    private function isPaidFor(Registrar_Domain $domain): bool
    {
        $known = new DateTimeImmutable('@' . (int) $domain->getExpirationTime());
        $wanted = $known->modify('+' . $this->years($domain) . ' years')->format('Y-m-d');

        return $this->askAbout('Sync', $domain)->date('expirydate') >= $wanted;
    }

    /**
     * The date from which a renewal starts: the registrar's, if it is the one that FOSSBilling means. FOSSBilling's newest source
     * keeps the moment as a wall clock of UTC and reads it back in its own time zone, so that it is up to a day off.
     */
    private function startOfTerm(Registrar_Domain $domain): string
    {
        $known = (int) $domain->getExpirationTime();
        $there = $this->askAbout('GetDomainInformation', $domain)->date('expirydate');

        return abs(strtotime("$there UTC") - $known) <= 86400 ? $there : gmdate('Y-m-d', $known);
    }

    private function purchase(Registrar_Domain $domain): array
    {
        $fields = ['regperiod' => $this->years($domain), 'idprotection' => (int) $domain->getPrivacyEnabled()] + $this->nameservers($domain);
        foreach (['' => $domain->getContactRegistrar(), 'admin' => $domain->getContactAdmin()] as $prefix => $contact) {
            if ($contact === null) {
                continue;
            }
            $fields += [
                "{$prefix}firstname" => (string) $contact->getFirstName(), "{$prefix}lastname" => (string) $contact->getLastName(),
                "{$prefix}companyname" => (string) $contact->getCompany(), "{$prefix}email" => (string) $contact->getEmail(),
                "{$prefix}address1" => (string) $contact->getAddress1(), "{$prefix}address2" => (string) $contact->getAddress2(),
                "{$prefix}city" => (string) $contact->getCity(), "{$prefix}state" => (string) $contact->getState(),
                "{$prefix}postcode" => (string) $contact->getZip(), "{$prefix}country" => (string) $contact->getCountry(),
                "{$prefix}phonenumber" => $this->phone($contact),
            ];
        }
        $identity = $this->identity($domain->getContactRegistrar());
        if ($identity !== '') {
            $fields['domainfields'] = base64_encode(serialize(['Identification Number' => $identity]));
        }

        return $fields;
    }

    /** What .se and .nu want to know: the company's number, else the number of the person's document. */
    private function identity(?Registrar_Domain_Contact $contact): string
    {
        if ($contact === null) {
            return '';
        }
        $number = trim((string) $contact->getCompanyNumber()) ?: trim((string) $contact->getDocumentNr());
        $country = strtoupper(trim((string) $contact->getCountry()));

        return $number === '' || $number[0] === '[' || $country === '' ? $number : "[$country]$number";
    }

    private function nameservers(Registrar_Domain $domain): array
    {
        $fields = [];
        foreach ([$domain->getNs1(), $domain->getNs2(), $domain->getNs3(), $domain->getNs4()] as $i => $server) {
            $fields['nameserver' . ($i + 1)] = trim((string) $server);
        }

        return $fields;
    }

    /** The registrant as a FOSSBilling contact. */
    private function registrant(Registrar_Domain $domain): Registrar_Domain_Contact
    {
        $answer = $this->askAbout('GetContactDetails', $domain);
        $shown = array_map(function ($value) {
            return is_string($value) && $value !== 'N/A' ? $value : '';
        }, $answer->map('Registrant'));
        list($first, $last) = explode(' ', ($shown['Name'] ?? '') . ' ', 2);
        $contact = new Registrar_Domain_Contact();
        $contact->setFirstName($first)->setLastName(rtrim($last))->setCompany($shown['Company'] ?? '')->setEmail($shown['Email'] ?? '')
            ->setAddress1($shown['Address'] ?? '')->setAddress2($shown['Address_2'] ?? '')->setCity($shown['City'] ?? '')
            ->setState($shown['State'] ?? '')->setZip($shown['Zip_Code'] ?? '')->setCountry($shown['Country'] ?? '');
        if (preg_match('/^\+(\d{1,3})\.(\d+)$/D', $shown['Telephone'] ?? '', $part)) {
            return $contact->setTelCc($part[1])->setTel($part[2]);
        }

        return $contact->setTelCc('')->setTel($shown['Telephone'] ?? '');
    }

    /** A telephone number with its calling code; the server brings it to the registries' form. */
    private function phone(Registrar_Domain_Contact $contact): string
    {
        $country = preg_replace('/\D+/', '', (string) $contact->getTelCc());
        $number = trim((string) $contact->getTel());

        return $country === '' || !preg_match('/\d/', $number) || preg_match('/^[\s(]*(\+|00)/', $number) ? $number : "+$country.$number";
    }

    private function years(Registrar_Domain $domain): int
    {
        return max(1, (int) $domain->getRegistrationPeriod());
    }

    private function orderId(): string
    {
        $order = $this->_order;
        if ($order === null) {
            return '0';
        }

        return (string) (method_exists($order, 'getId') ? $order->getId() : $order->id);
    }

    /** The answer to one availability check. */
    private function look(Registrar_Domain $domain): array
    {
        $answer = $this->ask('CheckAvailability', ['domains' => [$domain->getName()]]);
        $found = $answer->map('domains')[0] ?? null;
        if (!is_array($found) || !isset($found['status']) || !is_string($found['status'])) {
            throw $answer->garbled('there is no answer for ' . $domain->getName());
        }

        return $found;
    }

    /** Asks for an action whose success says nothing more. */
    private function done(string $action, Registrar_Domain $domain, array $fields = []): bool
    {
        return $this->guarded(function () use ($action, $domain, $fields) {
            $this->askAbout($action, $domain, $fields);

            return true;
        });
    }

    private function askAbout(string $action, Registrar_Domain $domain, array $fields = []): Answer
    {
        return $this->ask($action, ['sld' => (string) $domain->getSld(), 'tld' => (string) $domain->getTld()] + $fields);
    }

    private function ask(string $action, array $fields = []): Answer
    {
        $client = new Client($this->settings, function ($action, $request, $response, $read) {
            $name = ($request['sld'] ?? '') . ($request['tld'] ?? '');
            $this->getLog()->debug('Nameyard ' . trim("$action $name") . ': ' . (is_array($read) ? 'done' : $read));
        });

        return $client->ask($action, $fields);
    }

    /** Turns failures into what FOSSBilling expects. */
    private function guarded(callable $do)
    {
        try {
            return $do();
        } catch (Failure $failure) {
            throw new Registrar_Exception($failure->getMessage());
        }
    }
}
