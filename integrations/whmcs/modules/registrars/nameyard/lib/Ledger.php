<?php

namespace WHMCS\Module\Registrar\Nameyard;

use Nameyard\Api\Failure;
use WHMCS\Database\Capsule;

/**
 * Remembers what was ordered, so that an order has one idempotency key from its first attempt to its end, and a new order
 * never has an old key. Its table mod_nameyard_orders has a row per domain, kind and WHMCS document (order or invoice):
 *
 *   open      sent, and no final answer seen: the next attempt carries the same key
 *   done      carried out: repeated within minutes, it is answered from the same key; later it is a new order
 *   refused   finally refused: the next attempt is a new order
 *
 * A renewal also keeps the date it started from, which goes along as currentexpirydate: even after the server has forgotten
 * the key (8 days), a renewal that did take place cannot take place again.
 */
final class Ledger
{
    const TABLE = 'mod_nameyard_orders';

    /** How long a repeat of something done counts as the same click (seconds). */
    const SAME_CLICK = 600;

    /** How long the document of something done stands for it alone (seconds). */
    const SAME_DOCUMENT = 691200;

    private $domain;
    private $name;
    private $ready;

    public function __construct(int $domain, string $name)
    {
        $this->domain = $domain > 0 ? $domain : crc32($name);
        $this->name = strtolower($name);
        $this->ready = $this->prepare();
    }

    /**
     * Begins or takes up an order and gives it as ['key', 'from', 'again']; again = it was carried out a moment ago.
     *
     * @param callable $from gives the date that a new order starts from, or ''
     * @throws Failure if the document has been carried out already
     */
    public function begin(string $kind, string $document, callable $from): array
    {
        $row = $this->row($kind, $document);
        $again = false;
        if ($row === null) {
            $row = $this->insert($kind, $document, ['attempt' => 1, 'starts_from' => $this->ready ? $from() : '']);
        } elseif ($row['state'] === 'done' && $this->age($row) >= self::SAME_CLICK) {
            if ($kind === 'renew' && $document[0] === 'i' && $this->age($row) < self::SAME_DOCUMENT) {
                throw new Failure('already_done', 'Invoice ' . substr($document, 1) . ' has renewed this name already, on ' .
                    gmdate('Y-m-d H:i', (int) $row['changed']) . ' UTC; nothing was ordered. ' .
                    'For one more term use the button "Renew once more".');
            }
            $row = $this->anew($kind, $document, $row, $from());
        } elseif ($row['state'] === 'refused') {
            $row = $this->anew($kind, $document, $row, $from());
        } else {
            $again = $row['state'] === 'done';
        }
        return $this->order($kind, $document, $row) + ['again' => $again];
    }

    /** Gives an order that is open a new key. For a key that the server knows with other parameters. */
    public function another(string $kind, string $document): ?array
    {
        $row = $this->row($kind, $document);
        if ($row === null) {
            return null;
        }
        $row = $this->anew($kind, $document, $row, (string) $row['starts_from']);
        return $this->order($kind, $document, $row) + ['again' => false];
    }

    /** Notes how an order stands: open, done or refused. */
    public function note(string $kind, string $document, string $state): void
    {
        $this->update($kind, $document, ['state' => $state, 'changed' => time()]);
    }

    /** Closes everything about a domain that has gone: whatever is ordered next is new. */
    public function forget(): void
    {
        $this->try(function () {
            Capsule::table(self::TABLE)->where('domain_id', $this->domain)->update(['state' => 'refused', 'changed' => time()]);
        });
    }

    /** The date that an order of this document started from; empty if there was none that still stands for it. */
    public function startedFrom(string $kind, string $document): string
    {
        $row = $this->row($kind, $document);
        if ($row === null || $row['state'] === 'refused' || $row['state'] === 'done' && $this->age($row) >= self::SAME_DOCUMENT) {
            return '';
        }
        return (string) $row['starts_from'];
    }

    private function order(string $kind, string $document, array $row): array
    {
        $name = substr(hash('sha256', $this->name), 0, 16);
        return [
            'key' => implode('-', ['whmcs', $kind, $name, 'd' . $this->domain, $document, (int) $row['attempt']]),
            'from' => (string) $row['starts_from'],
        ];
    }

    private function anew(string $kind, string $document, array $row, string $from): array
    {
        $row['attempt'] = (int) $row['attempt'] + 1;
        $row['starts_from'] = $from;
        $row['state'] = 'open';
        $this->update($kind, $document, [
            'attempt' => $row['attempt'], 'starts_from' => $from, 'state' => 'open', 'changed' => time(),
        ]);
        return $row;
    }

    private function age(array $row): int
    {
        return time() - (int) $row['changed'];
    }

    private function row(string $kind, string $document): ?array
    {
        $row = $this->try(function () use ($kind, $document) {
            return $this->find($kind, $document)->first();
        });
        return $row === null ? null : (array) $row;
    }

    /** Adds a row and gives it; or the one that another process has just added, so that both send one order. */
    private function insert(string $kind, string $document, array $row): array
    {
        $theirs = $this->try(function () use ($kind, $document, $row) {
            try {
                Capsule::table(self::TABLE)->insert([
                    'domain_id' => $this->domain, 'kind' => $kind, 'document' => $document, 'state' => 'open', 'changed' => time(),
                ] + $row);
                return null;
            } catch (\Throwable $trouble) {
                $theirs = $this->find($kind, $document)->first();
                if ($theirs === null) {
                    throw $trouble;
                }
                return (array) $theirs;
            }
        });
        return $theirs ?? $row;
    }

    private function update(string $kind, string $document, array $values): void
    {
        $this->try(function () use ($kind, $document, $values) {
            $this->find($kind, $document)->update($values);
        });
    }

    private function find(string $kind, string $document)
    {
        return Capsule::table(self::TABLE)
            ->where('domain_id', $this->domain)->where('kind', $kind)->where('document', $document);
    }

    /** Makes the table at its first use. Without a database keys still hold, but only by the document. */
    private function prepare(): bool
    {
        $this->ready = class_exists(Capsule::class);
        return (bool) $this->try(function () {
            if (!Capsule::schema()->hasTable(self::TABLE)) {
                Capsule::schema()->create(self::TABLE, function ($table) {
                    $table->increments('id');
                    $table->unsignedInteger('domain_id');
                    $table->string('kind', 16);
                    $table->string('document', 32);
                    $table->unsignedInteger('attempt');
                    $table->string('starts_from', 10);
                    $table->string('state', 16);
                    $table->unsignedInteger('changed'); // seconds since 1970, UTC
                    $table->unique(['domain_id', 'kind', 'document']);
                });
            }
            return true;
        });
    }

    private function try(callable $do)
    {
        if (!$this->ready) {
            return null;
        }
        try {
            return $do();
        } catch (\Throwable $trouble) {
            $this->ready = false;
            if (function_exists('logActivity')) {
                logActivity('Nameyard: the table ' . self::TABLE . ' cannot be used: ' . $trouble->getMessage());
            }
            return null;
        }
    }
}
