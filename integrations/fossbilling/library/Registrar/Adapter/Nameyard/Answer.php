<?php

namespace Nameyard\Api;

/** A success. Its getters refuse values of another type than promised, so that a garbled answer never passes for one. */
final class Answer
{
    private $action;
    private $content;

    public function __construct(string $action, array $content)
    {
        $this->action = $action;
        $this->content = $content;
    }

    /** A text that is not empty. */
    public function text(string $key): string
    {
        $value = $this->content[$key] ?? null;
        if (!is_string($value) || $value === '') {
            throw $this->garbled("\"$key\" is not a text");
        }
        return $value;
    }

    /** True or false, and nothing that only looks like it. */
    public function flag(string $key): bool
    {
        $value = $this->content[$key] ?? null;
        if (!is_bool($value)) {
            throw $this->garbled("\"$key\" is neither true nor false");
        }
        return $value;
    }

    /** Whether the order, which every answer to one has words of, is on its way: taken, and not confirmed by the registry. */
    public function isPending(): bool
    {
        $this->text('msg');

        return $this->has('pending') && $this->flag('pending');
    }

    /** A count, which the API writes as text. */
    public function count(string $key): int
    {
        $value = $this->content[$key] ?? null;
        if (!is_string($value) || !preg_match('/^\d{1,9}$/D', $value)) {
            throw $this->garbled("\"$key\" is not a count");
        }
        return (int) $value;
    }

    /** A day of the calendar, YYYY-MM-DD. */
    public function date(string $key): string
    {
        $value = $this->text($key);
        if (!preg_match('/^(\d{4})-(\d\d)-(\d\d)$/D', $value, $part) || !checkdate((int) $part[2], (int) $part[3], (int) $part[1])) {
            throw $this->garbled("\"$key\" is not a date");
        }
        return $value;
    }

    /** An amount of money as decimal text. */
    public function amount(string $key): string
    {
        return $this->amountIn($this->content, $key);
    }

    /** An amount of money as decimal text in a part of the answer. */
    public function amountIn(array $part, string $key): string
    {
        $value = $part[$key] ?? null;
        if (!is_string($value) || !preg_match('/^-?\d+(\.\d+)?$/D', $value)) {
            throw $this->garbled("\"$key\" is not an amount");
        }
        return $value;
    }

    /** A list or a map. */
    public function map(string $key): array
    {
        $value = $this->content[$key] ?? null;
        if (!is_array($value)) {
            throw $this->garbled("\"$key\" is neither a list nor a map");
        }
        return $value;
    }

    public function has(string $key): bool
    {
        return isset($this->content[$key]);
    }

    /** Everything but the result, where the content has no key of its own. Each value must be an array. */
    public function rows(): array
    {
        $rows = $this->content;
        unset($rows['result']);
        foreach ($rows as $key => $row) {
            if (!is_array($row)) {
                throw $this->garbled("\"$key\" is not an array");
            }
        }
        return $rows;
    }

    /** The name servers, in order. */
    public function nameservers(array $from): array
    {
        $servers = [];
        for ($i = 1; $i <= 5; $i++) {
            $server = $from["ns$i"] ?? '';
            if (!is_string($server)) {
                throw $this->garbled("\"ns$i\" is not a text");
            }
            if ($server !== '') {
                $servers["ns$i"] = $server;
            }
        }
        return $servers;
    }

    /** The whole answer. */
    public function content(): array
    {
        return $this->content;
    }

    /** The failure of an answer that does not hold what it must. */
    public function garbled(string $why): Failure
    {
        return new Failure(Failure::GARBLED, "The answer to {$this->action} cannot be used: $why.");
    }
}
