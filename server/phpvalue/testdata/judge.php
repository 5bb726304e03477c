<?php
// Answers what PHP itself does with inputs, so that the tests can compare.
//
// Each line of standard input is a letter and a base64 text: "u" for
// unserialize(), "f" for a form, "b" for base64_decode(). Each line of standard
// output is a JSON object: whether PHP accepted it, whether it warned, the
// value (all texts in base64, so that every byte counts), and the value as
// serialize() writes it.

function shown(mixed $v): array
{
    switch (gettype($v)) {
        case 'NULL':
            return ['kind' => 'null'];
        case 'boolean':
            return ['kind' => 'bool', 'text' => base64_encode((string) $v)];
        case 'integer':
            return ['kind' => 'int', 'text' => base64_encode((string) $v)];
        case 'double':
            return ['kind' => 'float', 'bits' => bin2hex(pack('E', $v))];
        case 'string':
            return ['kind' => 'string', 'text' => base64_encode($v)];
        case 'array':
            $entries = [];
            foreach ($v as $key => $element) {
                $entries[] = [
                    'key' => base64_encode((string) $key),
                    'index' => is_int($key),
                    'value' => shown($element),
                ];
            }
            return ['kind' => 'array', 'entries' => $entries];
        default:
            return ['kind' => 'object'];
    }
}

function judged(string $letter, string $input): array
{
    if ($letter === 'f') {
        parse_str($input, $form);
        return ['ok' => true, 'value' => shown($form)];
    }
    if ($letter === 'b') {
        return ['ok' => true, 'value' => shown(base64_decode($input))];
    }
    error_clear_last();
    $value = @unserialize($input, ['allowed_classes' => false]);
    $ok = $value !== false || str_starts_with($input, 'b:0;');
    if (!$ok) {
        return ['ok' => false];
    }
    return [
        'ok' => true,
        'warned' => error_get_last() !== null,
        'value' => shown($value),
        'again' => base64_encode(serialize($value)),
    ];
}

while (($line = fgets(STDIN)) !== false) {
    echo json_encode(judged($line[0], base64_decode(substr(rtrim($line), 2)))), "\n";
}
