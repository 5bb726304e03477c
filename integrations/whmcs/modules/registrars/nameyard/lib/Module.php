<?php

namespace WHMCS\Module\Registrar\Nameyard;

use Nameyard\Api\Answer;
use Nameyard\Api\Client;
use Nameyard\Api\Failure;

/** One call of WHMCS: its parameters, and the API asked about its domain. */
final class Module
{
    private $params;
    private $client;

    public function __construct(array $params)
    {
        $this->params = $params;
    }

    /** Does what a registrar function does. Whatever goes wrong becomes ['error' => words]. */
    public static function answer($params, callable $do)
    {
        try {
            return $do(new self((array) $params));
        } catch (\Throwable $trouble) {
            return ['error' => $trouble->getMessage() ?: get_class($trouble)];
        }
    }

    /** Asks for an action that speaks of no domain. */
    public function ask(string $action, array $fields = []): Answer
    {
        if ($this->client === null) {
            $this->client = new Client($this->params, function ($action, $request, $response, $read, $secrets) {
                if (function_exists('logModuleCall')) {
                    logModuleCall('nameyard', $action, $request, $response, $read, $secrets);
                }
            });
        }
        return $this->client->ask($action, $fields);
    }

    /** Asks for an action on the call's domain. */
    public function askHere(string $action, array $fields = []): Answer
    {
        return $this->ask($action, ['sld' => $this->need('sld'), 'tld' => $this->need('tld')] + $fields);
    }

    /** A parameter as text; empty if it is absent. */
    public function text(string $key): string
    {
        $value = $this->params[$key] ?? '';
        return is_scalar($value) ? (string) $value : '';
    }

    /** A parameter that must be there. */
    public function need(string $key): string
    {
        $value = $this->text($key);
        if ($value === '') {
            throw new Failure(Failure::UNREACHED, "The parameter $key is missing; nothing was done.");
        }
        return $value;
    }

    /** A parameter that must be an array. */
    public function needList(string $key): array
    {
        if (!isset($this->params[$key]) || !is_array($this->params[$key])) {
            throw new Failure(Failure::UNREACHED, "The parameter $key is missing or no array; nothing was done.");
        }
        return $this->params[$key];
    }

    /** A switch: true, 1, "1", "on" and the like. */
    public function flag(string $key): bool
    {
        return filter_var($this->params[$key] ?? false, FILTER_VALIDATE_BOOLEAN);
    }

    /** Parameters as they are, for those that are arrays. */
    public function list(string $key): array
    {
        return isset($this->params[$key]) && is_array($this->params[$key]) ? $this->params[$key] : [];
    }

    public function domainId(): int
    {
        return (int) $this->text('domainid');
    }

    /** The whole name. */
    public function name(): string
    {
        return $this->need('sld') . '.' . ltrim($this->need('tld'), '.');
    }

    public function years(): int
    {
        return max(1, (int) $this->text('regperiod'));
    }
}
