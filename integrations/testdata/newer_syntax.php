<?php

// Lists what PHP 7.4 would not understand in the files named: one line for each place. Only PHP 8 is at hand to run the tests,
// so this looks at the tokens.

/** Functions that PHP 7.4 does not have. */
const NEWER_FUNCTIONS = [
    'str_contains', 'str_starts_with', 'str_ends_with', 'get_debug_type', 'get_resource_id', 'fdiv', 'preg_last_error_msg',
    'array_is_list', 'fsync', 'array_find', 'array_any', 'array_all', 'json_validate', 'mb_str_pad', 'mb_trim', 'ini_parse_quantity',
];

const NEWER_TOKENS = [
    'T_MATCH' => 'match', 'T_NULLSAFE_OBJECT_OPERATOR' => '?->', 'T_ATTRIBUTE' => 'attribute', 'T_ENUM' => 'enum', 'T_READONLY' => 'readonly',
];

const NEWER_TYPES = ['mixed', 'never', 'true', 'static'];

const NAMES = [T_STRING, T_NAME_QUALIFIED, T_NAME_FULLY_QUALIFIED];

final class NewerSyntax
{
    private $tokens;
    private $brackets = []; // what each open one belongs to: "parameters", "constructor", "call" or ""
    private $found = [];

    public function __construct(string $code)
    {
        $this->tokens = array_values(array_filter(PhpToken::tokenize($code), function ($token) {
            return !$token->isIgnorable();
        }));
    }

    public function places(): array
    {
        foreach (array_keys($this->tokens) as $i) {
            $this->words($i);
            $this->phrases($i);
            $here = end($this->brackets);
            $this->bracket($i, $here);
            $this->withinBrackets($i, $here);
        }
        return $this->found;
    }

    private function at(int $i): PhpToken
    {
        return $this->tokens[$i] ?? new PhpToken(0, '');
    }

    private function say(int $i, string $what): void
    {
        $this->found[] = $this->at($i)->line . ': ' . $what;
    }

    private function words(int $i): void
    {
        $token = $this->at($i);
        if (isset(NEWER_TOKENS[$token->getTokenName()])) {
            $this->say($i, NEWER_TOKENS[$token->getTokenName()]);
        }
        $isCall = $this->at($i + 1)->text === '(' && !$this->at($i - 1)->is([T_OBJECT_OPERATOR, T_DOUBLE_COLON, T_FUNCTION]);
        if ($isCall && $token->is(T_STRING) && in_array(strtolower($token->text), NEWER_FUNCTIONS, true)) {
            $this->say($i, "function {$token->text}");
        }
    }

    private function phrases(int $i): void
    {
        $token = $this->at($i);
        $before = $this->at($i - 1);
        if ($token->is(T_CATCH) && $this->at($i + 2)->is(NAMES) && $this->at($i + 3)->text === ')') {
            $this->say($i, 'catch without a variable');
        }
        if ($token->is(T_THROW) && !in_array($before->text, [';', '{', '}', ')', ':'], true) && !$before->is([T_OPEN_TAG, T_ELSE])) {
            $this->say($i, 'throw as an expression');
        }
        if ($token->is(T_DOUBLE_COLON) && $this->at($i + 1)->is(T_CLASS) && $before->is(T_VARIABLE)) {
            $this->say($i, '$object::class');
        }
    }

    private function bracket(int $i, $here): void
    {
        $token = $this->at($i);
        if ($token->text === '(') {
            $this->brackets[] = $this->owner($i);
        } elseif (in_array($token->text, ['[', '{', '${'], true) || $token->is([T_CURLY_OPEN, T_DOLLAR_OPEN_CURLY_BRACES])) {
            $this->brackets[] = '';
        } elseif (in_array($token->text, [')', ']', '}'], true)) {
            array_pop($this->brackets);
            if ($token->text === ')' && in_array($here, ['parameters', 'constructor'], true)) {
                $this->endOfHead($i);
            }
        }
    }

    /** What a round bracket belongs to. */
    private function owner(int $i): string
    {
        $before = $this->at($i - 1);
        if ($before->is([T_FUNCTION, T_FN]) || $this->at($i - 2)->is(T_FUNCTION)) {
            return strtolower($before->text) === '__construct' ? 'constructor' : 'parameters';
        }
        return $before->is(NAMES) || $before->is(T_VARIABLE) || in_array($before->text, [')', ']'], true) ? 'call' : '';
    }

    private function endOfHead(int $i): void
    {
        if ($this->at($i - 1)->text === ',') {
            $this->say($i, 'comma after the last parameter');
        }
        if ($this->at($i + 1)->text !== ':') {
            return;
        }
        $first = $i + ($this->at($i + 2)->text === '?' ? 3 : 2);
        if (in_array(strtolower($this->at($first)->text), NEWER_TYPES, true)) {
            $this->say($i, 'return type ' . $this->at($first)->text);
        }
        if ($this->at($first + 1)->text === '|') {
            $this->say($i, 'union type');
        }
    }

    private function withinBrackets(int $i, $here): void
    {
        $token = $this->at($i);
        if ($here === 'constructor' && $token->is([T_PUBLIC, T_PROTECTED, T_PRIVATE])) {
            $this->say($i, 'promotion in a constructor');
        }
        if (in_array($here, ['parameters', 'constructor'], true)) {
            if ($token->text === '|') {
                $this->say($i, 'union type');
            }
            if ($token->is(T_STRING) && strtolower($token->text) === 'mixed') {
                $this->say($i, 'type mixed');
            }
        }
        if ($here === 'call' && $token->is(T_STRING) && $this->at($i + 1)->text === ':' && in_array($this->at($i - 1)->text, ['(', ','], true)) {
            $this->say($i, 'named argument');
        }
    }
}

foreach (array_slice($argv, 1) as $file) {
    foreach ((new NewerSyntax(file_get_contents($file)))->places() as $place) {
        echo "$file:$place\n";
    }
}
