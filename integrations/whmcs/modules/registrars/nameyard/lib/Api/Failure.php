<?php

namespace Nameyard\Api;

/**
 * A request that did not succeed. The message is for people: the registry's own words where there are any.
 *
 * The code says what sort of failure it is. Either it is the server's ("insufficient_funds", "not_found" …), or one of
 * the three below, where there is no answer to read.
 */
final class Failure extends \RuntimeException
{
    /** Nothing was sent. */
    const UNREACHED = 'unreached';
    /** Sent, and no answer came: it may have been carried out. */
    const UNANSWERED = 'unanswered';
    /** Something came back that is not an answer of this API: it may have been carried out. */
    const GARBLED = 'garbled';

    /** Codes of the server that leave the outcome open. */
    const OPEN = ['pending', 'in_progress', 'unavailable', 'internal', 'rate_limited', 'superseded'];

    private $word;
    private $field;

    public function __construct(string $word, string $message, string $field = '')
    {
        parent::__construct($message);
        $this->word = $word;
        $this->field = $field;
    }

    /** The stable code to test for. */
    public function word(): string
    {
        return $this->word;
    }

    /** The parameter at fault as the server names it; empty if it names none. */
    public function field(): string
    {
        return $this->field;
    }

    /** Whether the request may have been carried out although no success was seen. */
    public function leavesOpen(): bool
    {
        return $this->isUnheard() || in_array($this->word, self::OPEN, true);
    }

    /** Whether the request was sent and nothing that can be read came back. */
    public function isUnheard(): bool
    {
        return in_array($this->word, [self::UNANSWERED, self::GARBLED], true);
    }

    /** Whether the server has said no, so that asking again is a new request. */
    public function isFinal(): bool
    {
        return $this->word !== self::UNREACHED && !$this->leavesOpen();
    }
}
