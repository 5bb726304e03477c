<?php

// Lists what PHP 7.4 would not understand in the files named: one line for each place. Only PHP 8 is at hand to run the tests,
// so this looks at the tokens.

/** Functions and constants that PHP 7.4 does not have. */
const NEWER = [
    'str_contains', 'str_starts_with', 'str_ends_with', 'get_debug_type', 'get_resource_id', 'fdiv', 'preg_last_error_msg',
    'array_is_list', 'fsync', 'array_find', 'array_any', 'array_all', 'json_validate', 'mb_str_pad', 'mb_trim', 'ini_parse_quantity',
];

const NEWER_TOKENS = [
    'T_MATCH' => 'match', 'T_NULLSAFE_OBJECT_OPERATOR' => '?->', 'T_ATTRIBUTE' => 'attribute', 'T_ENUM' => 'enum', 'T_READONLY' => 'readonly',
];

const NEWER_TYPES = ['mixed', 'never', 'true', 'static'];

function complaints(string $code): array
{
    $tokens = array_values(array_filter(PhpToken::tokenize($code), function ($token) {
        return !$token->isIgnorable();
    }));
    $found = [];
    $at = function (int $i) use ($tokens) {
        return $tokens[$i] ?? new PhpToken(0, '');
    };
    $say = function (int $i, string $what) use (&$found, $at) {
        $found[] = $at($i)->line . ': ' . $what;
    };
    $inside = []; // what each open bracket belongs to: "parameters", "constructor", "call" or ""
    $heads = 0; // > 0 within the brackets of a function's head
    foreach ($tokens as $i => $token) {
        $name = $token->getTokenName();
        if (isset(NEWER_TOKENS[$name])) {
            $say($i, NEWER_TOKENS[$name]);
        }
        if ($token->is(T_STRING) && in_array(strtolower($token->text), NEWER, true) && $at($i + 1)->text === '(' && !$at($i - 1)->is([T_OBJECT_OPERATOR, T_DOUBLE_COLON, T_FUNCTION])) {
            $say($i, "function {$token->text}");
        }
        if ($token->is(T_CATCH) && $at($i + 2)->is([T_STRING, T_NAME_QUALIFIED, T_NAME_FULLY_QUALIFIED]) && $at($i + 3)->text === ')') {
            $say($i, 'catch without a variable');
        }
        if ($token->is(T_THROW) && !in_array($at($i - 1)->text, [';', '{', '}', ')', ':'], true) && !$at($i - 1)->is([T_OPEN_TAG, T_ELSE])) {
            $say($i, 'throw as an expression');
        }
        if ($token->is(T_DOUBLE_COLON) && $at($i + 1)->is(T_CLASS) && $at($i - 1)->is(T_VARIABLE)) {
            $say($i, '$object::class');
        }
        if ($token->text === '(') {
            $before = $at($i - 1);
            $isHead = $before->is([T_FUNCTION, T_FN]) || $at($i - 2)->is(T_FUNCTION) || $before->text === '&' && $at($i - 2)->is(T_FUNCTION);
            $kind = '';
            if ($isHead) {
                $kind = strtolower($before->text) === '__construct' ? 'constructor' : 'parameters';
            } elseif ($before->is([T_STRING, T_VARIABLE, T_NAME_QUALIFIED, T_NAME_FULLY_QUALIFIED]) || in_array($before->text, [')', ']'], true)) {
                $kind = 'call';
            }
            $inside[] = $kind;
            continue;
        }
        if (in_array($token->text, ['[', '{', '${'], true) || $token->is([T_CURLY_OPEN, T_DOLLAR_OPEN_CURLY_BRACES])) {
            $inside[] = '';
            continue;
        }
        $here = end($inside);
        if (in_array($token->text, [')', ']', '}'], true)) {
            array_pop($inside);
            if ($token->text === ')' && in_array($here, ['parameters', 'constructor'], true)) {
                if ($at($i - 1)->text === ',') {
                    $say($i, 'comma after the last parameter');
                }
                $type = $at($i + 1)->text === ':' ? strtolower($at($i + 2)->text === '?' ? $at($i + 3)->text : $at($i + 2)->text) : '';
                if (in_array($type, NEWER_TYPES, true)) {
                    $say($i, "return type $type");
                }
                if ($type !== '' && $at($i + 3)->text === '|') {
                    $say($i, 'union type');
                }
            }
            continue;
        }
        if ($here === 'constructor' && $token->is([T_PUBLIC, T_PROTECTED, T_PRIVATE])) {
            $say($i, 'promotion in a constructor');
        }
        if (in_array($here, ['parameters', 'constructor'], true)) {
            if ($token->text === '|') {
                $say($i, 'union type');
            }
            if ($token->is(T_STRING) && strtolower($token->text) === 'mixed') {
                $say($i, 'type mixed');
            }
        }
        if ($here === 'call' && $token->is(T_STRING) && $at($i + 1)->text === ':' && in_array($at($i - 1)->text, ['(', ','], true)) {
            $say($i, 'named argument');
        }
    }
    return $found;
}

foreach (array_slice($argv, 1) as $file) {
    foreach (complaints(file_get_contents($file)) as $complaint) {
        echo "$file:$complaint\n";
    }
}
