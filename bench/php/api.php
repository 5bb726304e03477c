<?php
// Three actions of the action API in plain PHP: the peer that Nameyard is measured against. It is written to be fast within
// what PHP offers: one file, a persistent connection, one statement for credentials and name, no framework.

declare(strict_types=1);

final class Refusal extends RuntimeException
{
}

function answer(array $answer): void
{
    $body = json_encode($answer, JSON_THROW_ON_ERROR);
    header('Content-Type: application/json');
    header('Content-Length: ' . strlen($body));
    echo $body;
}

function database(): PDO
{
    return new PDO(getenv('BENCH_DSN'), getenv('BENCH_USER'), getenv('BENCH_PASSWORD'), [
        PDO::ATTR_PERSISTENT => true,
        PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
        PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC,
        PDO::ATTR_EMULATE_PREPARES => true, // one round trip a statement
        PDO::MYSQL_ATTR_INIT_COMMAND => 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
    ]);
}

function run(PDO $db, string $sql, array $values): PDOStatement
{
    $statement = $db->prepare($sql);
    $statement->execute($values);
    return $statement;
}

/** Runs $work in one transaction, and again on a deadlock. */
function transaction(PDO $db, callable $work): mixed
{
    for ($try = 0; ; $try++) {
        $db->beginTransaction();
        try {
            $result = $work();
            $db->commit();
            return $result;
        } catch (PDOException $e) {
            if ($db->inTransaction()) {
                $db->rollBack();
            }
            if ($try >= 40 || !in_array($e->errorInfo[1] ?? 0, [1205, 1213], true)) {
                throw $e;
            }
        }
    }
}

function parameter(string $name): string
{
    $value = $_POST[$name] ?? '';
    if (!is_string($value) || $value === '' || !preg_match('//u', $value)) {
        throw new Refusal("parameter $name is required");
    }
    return $value;
}

function domainName(): string
{
    $name = strtolower(parameter('sld')) . '.' . strtolower(parameter('tld'));
    if (strlen($name) > 253 || !preg_match('/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.[a-z0-9.-]+$/', $name)) {
        throw new Refusal("$name is no domain name");
    }
    return $name;
}

/** The caller together with the name it asks about, if it has that name, in one statement. */
function caller(PDO $db, string $name): array
{
    $caller = run($db, 'SELECT a.id AS account, a.email, a.currency, a.tax_rate_ppm, a.disabled, t.expires_at, t.revoked_at,
            d.id AS domain, d.state, d.nameservers
        FROM tokens t JOIN accounts a ON a.id = t.account_id LEFT JOIN domains d ON d.name = ? AND d.account_id = a.id
        WHERE t.hash = ?', [$name, hash('sha256', parameter('token'))])->fetch();
    if (
        !$caller || !hash_equals($caller['email'], strtolower(parameter('authemail'))) || $caller['disabled']
        || $caller['revoked_at'] !== null || ($caller['expires_at'] !== null && $caller['expires_at'] < now())
    ) {
        throw new Refusal('the credentials are not accepted');
    }
    return $caller;
}

function now(): string
{
    return (new DateTimeImmutable('now', new DateTimeZone('UTC')))->format('Y-m-d H:i:s.u');
}

function getNameservers(array $caller, string $name): array
{
    if ($caller['domain'] === null) {
        throw new Refusal("$name is not in this account");
    }
    $answer = ['result' => 'success'];
    foreach (json_decode($caller['nameservers'], true, 4, JSON_THROW_ON_ERROR) as $i => $host) {
        $answer['ns' . ($i + 1)] = $host;
    }
    return $answer;
}

function checkedRecord(mixed $row, int|string $n): array
{
    if (!is_array($row)) {
        throw new Refusal("record $n is no array");
    }
    [$host, $type, $address] = [strtolower((string) $row['hostname']), strtoupper((string) $row['type']), trim((string) $row['address'])];
    $isHost = static fn (string $s): bool => strlen($s) <= 253 && preg_match('/^(@|\*|(\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_-]+)*\.?)$/i', $s) === 1;
    $good = match ($type) {
        'A' => filter_var($address, FILTER_VALIDATE_IP, FILTER_FLAG_IPV4) !== false,
        'AAAA' => filter_var($address, FILTER_VALIDATE_IP, FILTER_FLAG_IPV6) !== false,
        'CNAME', 'MX', 'NS' => $isHost($address),
        'TXT' => strlen($address) <= 4000,
        default => false,
    };
    if (!$isHost($host) || !$good) {
        throw new Refusal("record $n is not valid");
    }
    $record = ['hostname' => $host, 'type' => $type, 'address' => $address];
    if ($type === 'MX') {
        $record['priority'] = max(0, min(65535, (int) $row['priority']));
    }
    return $record;
}

function saveDNS(PDO $db, array $caller, string $name): array
{
    if ($caller['domain'] === null) {
        throw new Refusal("$name is not in this account");
    }
    $rows = @unserialize((string) base64_decode(parameter('dnsrecords'), true), ['allowed_classes' => false, 'max_depth' => 4]);
    if (!is_array($rows) || count($rows) > 200) {
        throw new Refusal('dnsrecords cannot be read');
    }
    $records = [];
    foreach ($rows as $n => $row) {
        $records[] = checkedRecord($row, $n);
    }
    $cnames = $others = [];
    foreach ($records as $r) {
        if ($r['type'] === 'CNAME') {
            $cnames[$r['hostname']] = ($cnames[$r['hostname']] ?? 0) + 1;
        } else {
            $others[$r['hostname']] = true;
        }
    }
    foreach ($cnames as $host => $count) {
        if ($count > 1 || isset($others[$host])) {
            throw new Refusal("$host has a CNAME and other records");
        }
    }
    $body = json_encode($records, JSON_THROW_ON_ERROR);
    transaction($db, static function () use ($db, $caller, $body): void {
        $updated = run($db, 'UPDATE zone_documents SET version = version + 1, body = ?, updated_at = ? WHERE domain_id = ?', [$body, now(), $caller['domain']]);
        if ($updated->rowCount() === 0) {
            run($db, 'INSERT INTO zone_documents (domain_id, version, body, updated_at) VALUES (?, 1, ?, ?)', [$caller['domain'], $body, now()]);
        }
        run($db, 'INSERT INTO zone_history (domain_id, version, body, saved_at, saved_by)
            SELECT domain_id, version, body, updated_at, ? FROM zone_documents WHERE domain_id = ?', [$caller['email'], $caller['domain']]);
    });
    return ['result' => 'success'];
}

/** Writes a ledger entry and moves the balance, which never goes below zero; last, since all orders of an account wait for it. */
function post(PDO $db, array $order, string $kind, int $available, int $held, array $postings): void
{
    run($db, 'INSERT INTO entries (kind, account_id, order_id, created_at) VALUES (?, ?, ?, ?)', [$kind, $order['account'], $order['id'], now()]);
    $entry = $db->lastInsertId();
    $values = [];
    foreach ($postings as $n => [$account, $amount]) {
        array_push($values, $entry, $n, $account, $amount);
    }
    run($db, 'INSERT INTO postings (entry_id, n, account, amount) VALUES ' . implode(', ', array_fill(0, count($postings), '(?, ?, ?, ?)')), $values);
    $moved = run($db, 'UPDATE balances SET available = available + ?, held = held + ? WHERE account_id = ? AND available + ? >= 0 AND held + ? >= 0',
        [$available, $held, $order['account'], $available, $held]);
    if ($moved->rowCount() !== 1) {
        throw new Refusal('the credit does not cover this');
    }
}

function registerDomain(PDO $db, array $caller, string $name): array
{
    $years = (int) parameter('regperiod');
    $contact = [];
    foreach (['firstname', 'lastname', 'companyname', 'address1', 'city', 'state', 'country', 'postcode', 'phonenumber', 'email'] as $field) {
        $contact[$field] = parameter($field);
    }
    if (filter_var($contact['email'], FILTER_VALIDATE_EMAIL) === false || !preg_match('/^[A-Z]{2}$/', $contact['country'])) {
        throw new Refusal('the contact is not valid');
    }
    $nameservers = json_encode([parameter('nameserver1'), parameter('nameserver2')], JSON_THROW_ON_ERROR);
    $contacts = json_encode(['registrant' => $contact], JSON_THROW_ON_ERROR);
    $wish = json_encode(['years' => $years, 'nameservers' => $nameservers, 'contacts' => $contact], JSON_THROW_ON_ERROR);
    $hash = hash_hmac('sha256', $wish, 'key');
    $repeat = run($db, "SELECT id, state FROM orders WHERE account_id = ? AND name = ? AND kind = 'register' AND params_hash = ?
        AND created_at >= ? ORDER BY id DESC LIMIT 1", [$caller['account'], $name, $hash, gmdate('Y-m-d H:i:s', time() - 8 * 86400)])->fetch();
    if ($repeat && $repeat['state'] === 'done') {
        return ['result' => 'success', 'msg' => 'Domain has been registered'];
    }
    $net = run($db, 'SELECT net FROM prices WHERE tld = ? AND currency = ? AND years = ?', [strtolower(parameter('tld')), $caller['currency'], $years])->fetchColumn();
    if ($net === false) {
        throw new Refusal('there is no price');
    }
    $net = (int) $net;
    $tax = intdiv($net * (int) $caller['tax_rate_ppm'] + 500000, 1000000);
    $total = $net + $tax;
    $order = transaction($db, static function () use ($db, $caller, $name, $nameservers, $contacts, $hash, $wish, $net, $tax, $total): array {
        run($db, "INSERT INTO domains (account_id, name, state, nameservers, contacts, created_at) VALUES (?, ?, 'pending', ?, ?, ?)",
            [$caller['account'], $name, $nameservers, $contacts, now()]);
        $order = ['account' => $caller['account'], 'domain' => $db->lastInsertId()];
        run($db, "INSERT INTO orders (account_id, domain_id, kind, name, state, params_hash, wish, net, tax, created_at)
            VALUES (?, ?, 'register', ?, 'sending', ?, ?, ?, ?, ?)", [$order['account'], $order['domain'], $name, $hash, $wish, $net, $tax, now()]);
        $order['id'] = $db->lastInsertId();
        post($db, $order, 'hold', -$total, $total, [["acct:{$order['account']}:available", -$total], ["acct:{$order['account']}:held", $total]]);
        return $order;
    });
    // The registry, in a transaction of its own.
    $expires = gmdate('Y-m-d H:i:s', strtotime("+$years years"));
    if (run($db, 'SELECT name FROM registry_names WHERE name = ?', [$name])->fetch()) {
        throw new Refusal("$name is taken");
    }
    run($db, 'INSERT INTO registry_names (name, body) VALUES (?, ?)', [$name, json_encode(['expires' => $expires, 'nameservers' => $nameservers, 'contacts' => $contacts])]);
    transaction($db, static function () use ($db, $order, $name, $years, $net, $tax, $total, $expires): void {
        run($db, "UPDATE domains SET state = 'active', expires_at = ? WHERE id = ? AND state = 'pending'", [$expires, $order['domain']]);
        $ended = run($db, "UPDATE orders SET state = 'done', ended_at = ? WHERE id = ? AND state = 'sending'", [now(), $order['id']]);
        if ($ended->rowCount() !== 1) {
            throw new RuntimeException('the order has ended otherwise');
        }
        $postings = [["acct:{$order['account']}:held", -$total], ['house:sales', $net]];
        if ($tax !== 0) {
            $postings[] = ['house:tax', $tax];
        }
        run($db, 'INSERT INTO invoices (account_id, order_id, net, tax, line_items, paid_at) VALUES (?, ?, ?, ?, ?, ?)',
            [$order['account'], $order['id'], $net, $tax, json_encode([['domain' => $name, 'years' => $years, 'net' => $net, 'tax' => $tax]]), now()]);
        post($db, $order, 'settle', 0, -$total, $postings);
    });
    return ['result' => 'success', 'msg' => 'Domain has been registered'];
}

try {
    $db = database();
    $name = domainName();
    $caller = caller($db, $name);
    answer(match (strtolower(parameter('action'))) {
        'getnameservers' => getNameservers($caller, $name),
        'savedns' => saveDNS($db, $caller, $name),
        'registerdomain' => registerDomain($db, $caller, $name),
        default => throw new Refusal('there is no action of this name'),
    });
} catch (Refusal $e) {
    answer(['result' => 'error', 'msg' => $e->getMessage()]);
} catch (Throwable $e) {
    error_log((string) $e);
    answer(['result' => 'error', 'msg' => 'internal error']);
}
