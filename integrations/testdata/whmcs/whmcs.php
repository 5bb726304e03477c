<?php

// Stand-ins for what WHMCS itself gives to a registrar module, as far as its public documentation describes it
// (developers.whmcs.com: domain registrars, class reference, logging, widgets). Written for tests; nothing of WHMCS is in it.

namespace {
    define('WHMCS', true);

    /** What the module has told WHMCS during this call. */
    final class Heard
    {
        public static $log = [];
        public static $activity = [];
        public static $localApi = [];
        public static $hooks = [];
        public static $settings = [];
    }

    function logModuleCall($module, $action, $request, $response, $processed = '', $replace = [])
    {
        // WHMCS masks $replace before it keeps an entry; the module must not rely on that, so here nothing is masked.
        Heard::$log[] = compact('module', 'action', 'request', 'response', 'processed') + ['masks' => count($replace)];
    }

    function logActivity($words, $client = 0)
    {
        Heard::$activity[] = $words;
    }

    function localAPI($command, $values = [], $admin = '')
    {
        Heard::$localApi[] = ['command' => $command, 'values' => $values];
        return ['result' => 'success'];
    }

    function add_hook($point, $priority, $function)
    {
        Heard::$hooks[$point][] = $function;
    }

    function getregistrarconfigoptions($module)
    {
        return Heard::$settings;
    }
}

namespace WHMCS {
    final class Carbon extends \DateTimeImmutable
    {
        public function toDateString()
        {
            return $this->format('Y-m-d');
        }
    }
}

namespace WHMCS\Exception\Module {
    class InvalidConfiguration extends \Exception
    {
    }
}

namespace WHMCS\Module {
    abstract class AbstractWidget
    {
        protected $title;
        protected $description;
        protected $weight;
        protected $columns;
        protected $cache;
        protected $cacheExpiry;
        protected $requiredPermission;

        abstract public function getData();

        abstract public function generateOutput($data);
    }
}

namespace WHMCS\Domain\Registrar {
    /** The setters that the documentation lists; anything else is a mistake of the module. */
    final class Domain implements \JsonSerializable
    {
        const STATUS_ACTIVE = 'Active';
        const STATUS_ARCHIVED = 'Archived';
        const STATUS_DELETED = 'Deleted';
        const STATUS_EXPIRED = 'Expired';
        const STATUS_INACTIVE = 'Inactive';
        const STATUS_SUSPENDED = 'Suspended';
        const STATUS_PENDING_DELETE = 'Pending Delete';

        const SETTERS = [
            'setDomain', 'setNameservers', 'setRegistrationStatus', 'setTransferLock', 'setRestorable', 'setIdProtectionStatus',
            'setDnsManagementStatus', 'setEmailForwardingStatus', 'setIsIrtpEnabled', 'setRegistrantEmailAddress',
        ];

        private $known = [];

        public function __call($setter, $values)
        {
            if (!in_array($setter, self::SETTERS, true) || count($values) !== 1) {
                throw new \BadMethodCallException("WHMCS\\Domain\\Registrar\\Domain has no $setter with " . count($values) . ' values');
            }
            $this->known[lcfirst(substr($setter, 3))] = $values[0];
            return $this;
        }

        public function setExpiryDate(?\WHMCS\Carbon $date = null)
        {
            $this->known['expiryDate'] = $date === null ? null : $date->toDateString();
            return $this;
        }

        #[\ReturnTypeWillChange]
        public function jsonSerialize()
        {
            return $this->known;
        }
    }
}

namespace WHMCS\Domains\DomainLookup {
    class ResultsList extends \ArrayObject
    {
    }

    final class SearchResult implements \JsonSerializable
    {
        const STATUS_REGISTERED = 'registered';
        const STATUS_NOT_REGISTERED = 'available for registration';
        const STATUS_RESERVED = 'reserved';
        const STATUS_UNKNOWN = 'unknown';
        const STATUS_TLD_NOT_SUPPORTED = 'tld not supported';

        private $known;

        public function __construct($sld, $tld)
        {
            $this->known = ['sld' => $sld, 'tld' => $tld];
        }

        public function setStatus($status)
        {
            $this->known['status'] = $status;
        }

        public function setScore($score)
        {
            $this->known['score'] = $score;
        }

        #[\ReturnTypeWillChange]
        public function jsonSerialize()
        {
            return $this->known;
        }
    }
}

namespace WHMCS\Results {
    class ResultsList extends \ArrayObject
    {
    }
}

namespace WHMCS\Domain\TopLevel {
    final class ImportItem implements \JsonSerializable
    {
        const SETTERS = [
            'setExtension', 'setMinYears', 'setMaxYears', 'setYearsStep', 'setRegisterPrice', 'setRenewPrice', 'setTransferPrice',
            'setGraceFeeDays', 'setGraceFeePrice', 'setRedemptionFeeDays', 'setRedemptionFeePrice', 'setCurrency', 'setEppRequired',
            'setYears',
        ];

        private $known = [];

        public function __call($setter, $values)
        {
            if (!in_array($setter, self::SETTERS, true) || count($values) !== 1) {
                throw new \BadMethodCallException("ImportItem has no $setter with " . count($values) . ' values');
            }
            $this->known[lcfirst(substr($setter, 3))] = $values[0];
            return $this;
        }

        #[\ReturnTypeWillChange]
        public function jsonSerialize()
        {
            return $this->known;
        }
    }
}

namespace WHMCS\Database {
    /** WHMCS's database, kept in one JSON file between calls. Tables are lists of rows. */
    final class Capsule
    {
        public static $file;

        public static function table($name)
        {
            return new Query($name);
        }

        public static function schema()
        {
            return new Schema();
        }

        public static function read()
        {
            return self::change(null);
        }

        /** Changes the tables, one process at a time, and gives them. */
        public static function change(?callable $change)
        {
            $file = fopen(self::$file, 'c+');
            if ($file === false || !flock($file, LOCK_EX)) {
                throw new \RuntimeException('no database');
            }
            $tables = json_decode(stream_get_contents($file), true) ?: [];
            if ($change !== null) {
                $tables = $change($tables);
                ftruncate($file, 0);
                rewind($file);
                fwrite($file, json_encode($tables, JSON_PRETTY_PRINT));
            }
            fclose($file);
            return $tables;
        }
    }

    final class Schema
    {
        public function hasTable($name)
        {
            return isset(Capsule::read()[$name]);
        }

        public function create($name, callable $design)
        {
            $design(new Blueprint());
            Capsule::change(function ($tables) use ($name) {
                return $tables + [$name => []];
            });
        }
    }

    /** Takes any description of columns. */
    final class Blueprint
    {
        public function __call($type, $of)
        {
            return $this;
        }
    }

    final class Query
    {
        private $table;
        private $where = [];
        private $order;

        public function __construct($table)
        {
            $this->table = $table;
        }

        public function where($column, $value)
        {
            $this->where[$column] = $value;
            return $this;
        }

        public function orderBy($column, $direction = 'asc')
        {
            $this->order = [$column, $direction === 'desc' ? -1 : 1];
            return $this;
        }

        public function first()
        {
            $rows = array_filter($this->rows(), [$this, 'matches']);
            if ($this->order !== null) {
                usort($rows, function ($a, $b) {
                    return $this->order[1] * ($a[$this->order[0]] <=> $b[$this->order[0]]);
                });
            }
            return $rows === [] ? null : (object) reset($rows);
        }

        public function value($column)
        {
            $row = $this->first();
            return $row->$column ?? null;
        }

        public function insert(array $row)
        {
            Capsule::change(function ($tables) use ($row) {
                foreach ($tables[$this->table] as $other) {
                    if ([$other['domain_id'], $other['kind'], $other['document']] == [$row['domain_id'], $row['kind'], $row['document']]) {
                        throw new \RuntimeException('Duplicate entry');
                    }
                }
                $tables[$this->table][] = $row + ['id' => count($tables[$this->table]) + 1];
                return $tables;
            });
            return true;
        }

        public function update(array $values)
        {
            $changed = 0;
            Capsule::change(function ($tables) use ($values, &$changed) {
                foreach ($tables[$this->table] as $i => $row) {
                    if ($this->matches($row)) {
                        $tables[$this->table][$i] = $values + $row;
                        $changed++;
                    }
                }
                return $tables;
            });
            return $changed;
        }

        private function rows()
        {
            $tables = Capsule::read();
            if (!isset($tables[$this->table])) {
                throw new \RuntimeException("there is no table {$this->table}");
            }
            return $tables[$this->table];
        }

        private function matches($row)
        {
            foreach ($this->where as $column => $value) {
                if (($row[$column] ?? null) != $value) {
                    return false;
                }
            }
            return true;
        }
    }
}
