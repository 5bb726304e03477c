<?php

namespace Nameyard\Api;

/**
 * Speaks the action API: one POST, one JSON object back. It never repeats a request by itself, follows no redirect, checks
 * certificates always, and takes nothing for a success that is not one.
 */
final class Client
{
    /** More than this is no answer (bytes). */
    const LARGEST = 33554432;

    /** Failures of curl before anything was sent. */
    const BEFORE_SENDING = [1, 2, 3, 5, 6, 7, 35, 53, 54, 58, 59, 60, 66, 77, 82, 83, 90, 91];

    private $url;
    private $email;
    private $token;
    private $caBundle;
    private $connectSeconds;
    private $totalSeconds;
    private $log;

    /**
     * @param array $settings ApiUrl, AuthEmail, Token, and optionally CaBundle (path), ConnectTimeout and Timeout (seconds)
     * @param callable|null $log is told every exchange: action, sent fields, raw answer, what was read, secrets.
     *                           Secrets are masked in all of them already.
     */
    public function __construct(array $settings, ?callable $log = null)
    {
        $text = function ($key) use ($settings) {
            return isset($settings[$key]) && is_scalar($settings[$key]) ? trim((string) $settings[$key]) : '';
        };
        $this->url = $this->checkedUrl($text('ApiUrl'));
        $this->email = $text('AuthEmail');
        $this->token = $text('Token');
        if ($this->email === '' || $this->token === '') {
            throw new Failure(Failure::UNREACHED, 'The e-mail address or the token of the registrar account is not set.');
        }
        $this->caBundle = $text('CaBundle');
        if ($this->caBundle !== '' && !is_readable($this->caBundle)) {
            throw new Failure(Failure::UNREACHED, "The file of CA certificates {$this->caBundle} cannot be read.");
        }
        $this->connectSeconds = $this->seconds($text('ConnectTimeout'), 10);
        $this->totalSeconds = $this->seconds($text('Timeout'), 40);
        $this->log = $log;
    }

    /**
     * Asks for an action and gives its success.
     *
     * @throws Failure in every other case
     */
    public function ask(string $action, array $fields = []): Answer
    {
        $body = '';
        $secrets = $this->secrets($fields);
        try {
            $status = $this->post(['action' => $action, 'token' => $this->token, 'authemail' => $this->email] + $fields, $body);
            $answer = $this->read($action, $status, $body);
        } catch (Failure $failure) {
            if ($failure->isUnheard() && !$this->onlyReads($action)) {
                $failure = new Failure($failure->word(), $failure->getMessage() . ' Whether the request was carried out is not known.');
            }
            $this->tell($action, $fields, $body, $failure->getMessage(), $secrets);
            throw $failure;
        }
        if ($answer->has('eppcode') && is_string($answer->content()['eppcode'])) {
            $secrets[] = $answer->content()['eppcode'];
        }
        $this->tell($action, $fields, $body, $answer->content(), $secrets);
        return $answer;
    }

    /** Sends the form, fills the body, gives the HTTP status. */
    private function post(array $form, string &$body): int
    {
        $curl = curl_init();
        curl_setopt_array($curl, [
            CURLOPT_URL => $this->url,
            CURLOPT_POST => true,
            CURLOPT_POSTFIELDS => http_build_query($form, '', '&'),
            CURLOPT_HTTPHEADER => ['Accept: application/json', 'Expect:'],
            CURLOPT_USERAGENT => 'Nameyard-PHP',
            CURLOPT_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
            CURLOPT_FOLLOWLOCATION => false,
            CURLOPT_SSL_VERIFYPEER => true,
            CURLOPT_SSL_VERIFYHOST => 2,
            CURLOPT_NOSIGNAL => true,
            CURLOPT_CONNECTTIMEOUT_MS => (int) ($this->connectSeconds * 1000),
            CURLOPT_TIMEOUT_MS => (int) ($this->totalSeconds * 1000),
            CURLOPT_WRITEFUNCTION => function ($curl, $piece) use (&$body) {
                if (strlen($body) + strlen($piece) > self::LARGEST) {
                    return 0; // curl gives up
                }
                $body .= $piece;
                return strlen($piece);
            },
        ]);
        if ($this->caBundle !== '') {
            curl_setopt($curl, CURLOPT_CAINFO, $this->caBundle);
        }
        $done = curl_exec($curl);
        if ($done === false) {
            throw $this->broken(curl_errno($curl), curl_error($curl), curl_getinfo($curl, CURLINFO_PRETRANSFER_TIME) > 0);
        }
        $status = (int) curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
        if ($status >= 300 && $status < 400) {
            $to = (string) curl_getinfo($curl, CURLINFO_REDIRECT_URL);
            throw new Failure(Failure::GARBLED, "The registrar answered with a redirect (HTTP $status to " . ($to ?: 'nowhere') .
                '), which is not followed: correct the API URL.');
        }
        return $status;
    }

    private function broken(int $errno, string $words, bool $connected): Failure
    {
        $words = $words !== '' ? $words : "curl error $errno";
        if (in_array($errno, self::BEFORE_SENDING, true) || $errno === 28 && !$connected) {
            return new Failure(Failure::UNREACHED, "The registrar cannot be reached: $words. Nothing was sent.");
        }
        return new Failure(Failure::UNANSWERED, "The registrar did not answer: $words.");
    }

    /** Reads an answer of any status: the server's own errors have the same shape everywhere. */
    private function read(string $action, int $status, string $body): Answer
    {
        $content = json_decode($body, true, 32);
        $result = is_array($content) ? ($content['result'] ?? null) : null;
        if ($result === 'error') {
            $words = $content['msg'] ?? null;
            $code = $content['code'] ?? null;
            if (is_string($words) && trim($words) !== '') {
                $field = $content['field'] ?? '';
                if (!is_string($code) || $code === '') {
                    $code = $status < 500 ? 'error' : Failure::GARBLED; // somebody in between, who cannot know
                }
                throw new Failure($code, $words, is_string($field) ? $field : '');
            }
        }
        if ($result === 'empty' && $status === 200) {
            throw new Failure('not_supported', 'The registry of this TLD has no such feature.');
        }
        if ($result === 'success' && $status === 200) {
            return new Answer($action, $content);
        }
        throw new Failure(Failure::GARBLED, "The registrar answered something else than was asked for (HTTP $status, " .
            $this->glance($body) . ').');
    }

    /** Whether an action changes nothing. GetEPPCode does: it sets a fresh code. */
    private function onlyReads(string $action): bool
    {
        return $action !== 'GetEPPCode' && preg_match('/^(Get|DomainGet|Check|Sync|TransferSync|CreditAmount)/', $action);
    }

    /** What a strange answer looks like, in few words. */
    private function glance(string $body): string
    {
        $text = trim((string) preg_replace('/[^\x21-\x7e]+/', ' ', strip_tags(substr($body, 0, 2000))));
        if ($body === '') {
            return 'an empty body';
        }
        return strlen($body) . ' bytes' . ($text === '' ? '' : ': ' . substr($text, 0, 80));
    }

    private function checkedUrl(string $url): string
    {
        $part = parse_url($url);
        $scheme = strtolower($part['scheme'] ?? '');
        $host = strtolower($part['host'] ?? '');
        if ($host === '' || !in_array($scheme, ['http', 'https'], true)) {
            throw new Failure(Failure::UNREACHED, "The API URL \"$url\" is not a URL such as https://registrar.example.com/api.php.");
        }
        if (isset($part['user']) || isset($part['query']) || isset($part['fragment'])) {
            throw new Failure(Failure::UNREACHED, 'The API URL must have no user, query or fragment: credentials have fields of their own.');
        }
        if ($scheme === 'http' && !in_array($host, ['localhost', '127.0.0.1', '[::1]'], true)) {
            throw new Failure(Failure::UNREACHED, 'The API URL must begin with https://, or everybody on the way could read the token.');
        }
        return substr($part['path'] ?? '', -4) === '.php' ? $url : rtrim($url, '/') . '/api.php';
    }

    private function seconds(string $text, float $default): float
    {
        $seconds = is_numeric($text) ? (float) $text : $default;
        return $seconds >= 0.05 && $seconds <= 300 ? $seconds : $default;
    }

    private function secrets(array $fields): array
    {
        $secrets = [$this->token];
        foreach (['transfersecret', 'eppcode'] as $key) {
            if (isset($fields[$key]) && (string) $fields[$key] !== '') {
                $secrets[] = (string) $fields[$key];
            }
        }
        return $secrets;
    }

    /** Tells the log, with every secret masked in whatever form it stands there. */
    private function tell(string $action, array $fields, string $body, $read, array $secrets): void
    {
        if ($this->log === null) {
            return;
        }
        $forms = [];
        foreach ($secrets as $secret) {
            array_push($forms, $secret, trim((string) json_encode($secret), '"'), urlencode($secret), htmlspecialchars($secret, ENT_QUOTES));
        }
        $forms = array_values(array_unique(array_filter($forms, 'strlen')));
        $mask = function ($value) use (&$mask, $forms) {
            return is_array($value) ? array_map($mask, $value) : (is_string($value) ? str_replace($forms, '********', $value) : $value);
        };
        ($this->log)($action, $mask(['authemail' => $this->email] + $fields), $mask($body), $mask($read), $forms);
    }
}
