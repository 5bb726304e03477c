<?php

// Stand-ins for what FOSSBilling itself gives to a registrar adapter, as far as its documentation and the adapter's contract
// describe it: the abstract adapter with its methods, the domain and its contact with their setters and getters, the
// exception, the order and the log. Written for tests; nothing of FOSSBilling is in it.

final class Heard
{
    public static $log = [];
}

class Registrar_Exception extends Exception
{
    public function __construct(string $message, ?array $variables = null, int $code = 0)
    {
        parent::__construct(strtr($message, $variables ?? []), $code);
    }
}

class Model_ClientOrder
{
    public $id;
}

class Box_Log
{
    public function debug($words)
    {
        Heard::$log[] = $words;
    }
}

abstract class Registrar_AdapterAbstract
{
    protected $_log;
    protected $_testMode = false;
    protected ?Model_ClientOrder $_order = null;

    abstract public static function getConfig();

    abstract public function isDomainAvailable(Registrar_Domain $domain);

    abstract public function isDomaincanBeTransferred(Registrar_Domain $domain);

    abstract public function modifyNs(Registrar_Domain $domain);

    abstract public function modifyContact(Registrar_Domain $domain);

    abstract public function transferDomain(Registrar_Domain $domain);

    abstract public function getDomainDetails(Registrar_Domain $domain);

    abstract public function getEpp(Registrar_Domain $domain);

    abstract public function registerDomain(Registrar_Domain $domain);

    abstract public function renewDomain(Registrar_Domain $domain);

    abstract public function deleteDomain(Registrar_Domain $domain);

    abstract public function enablePrivacyProtection(Registrar_Domain $domain);

    abstract public function disablePrivacyProtection(Registrar_Domain $domain);

    abstract public function lock(Registrar_Domain $domain);

    abstract public function unlock(Registrar_Domain $domain);

    public function getLog()
    {
        return $this->_log ?? new Box_Log();
    }

    public function setOrder(Model_ClientOrder $order): static
    {
        $this->_order = $order;

        return $this;
    }
}

/** Setters and getters of a fixed list of properties. A setter gives the object, a getter of what was never set null. */
abstract class Properties
{
    const NAMES = [];

    protected $values = [];

    public function __call($method, $given)
    {
        $property = strtolower(substr($method, 3));
        if (!in_array($property, static::NAMES, true)) {
            throw new BadMethodCallException(static::class . " has no $method");
        }
        if (strncasecmp($method, 'get', 3) === 0) {
            return $this->values[$property] ?? null;
        }
        $this->values[$property] = $given[0];

        return $this;
    }

    public function shown(): array
    {
        $shown = [];
        foreach ($this->values as $property => $value) {
            $shown[$property] = $value instanceof self ? $value->shown() : $value;
        }

        return $shown;
    }
}

class Registrar_Domain extends Properties
{
    const NAMES = [
        'sld', 'registrationperiod', 'expirationtime', 'registrationtime', 'contactregistrar', 'contactadmin', 'contacttech',
        'contactbilling', 'epp', 'privacyenabled', 'tld', 'ns1', 'ns2', 'ns3', 'ns4', 'locked',
    ];

    public function getName()
    {
        return $this->values['sld'] . $this->values['tld'];
    }
}

class Registrar_Domain_Contact extends Properties
{
    const NAMES = [
        'firstname', 'lastname', 'email', 'city', 'zip', 'country', 'state', 'tel', 'telcc', 'fax', 'faxcc', 'company', 'companynumber',
        'address1', 'address2', 'address3', 'username', 'password', 'documenttype', 'documentnr', 'jobtitle', 'birthday',
        'idnlanguagecode', 'id',
    ];

    public function getName()
    {
        return ($this->values['firstname'] ?? '') . ' ' . ($this->values['lastname'] ?? '');
    }
}
