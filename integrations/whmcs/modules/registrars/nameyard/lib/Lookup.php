<?php

namespace WHMCS\Module\Registrar\Nameyard;

use Nameyard\Api\Answer;
use WHMCS\Domain\TopLevel\ImportItem;
use WHMCS\Domains\DomainLookup\ResultsList;
use WHMCS\Domains\DomainLookup\SearchResult;
use WHMCS\Results\ResultsList as PriceList;

/** What can be bought, and for how much. */
final class Lookup
{
    /** The API answers about so many names at once. */
    const AT_ONCE = 50;

    private $module;

    public function __construct(Module $module)
    {
        $this->module = $module;
    }

    /** Availability of one label below every TLD asked for. */
    public function availability(): ResultsList
    {
        $label = $this->label();
        $names = [];
        foreach ($this->tlds() as $tld) {
            $names[] = [$label, $tld];
        }
        $results = new ResultsList();
        foreach ($this->check($names) as list($sld, $tld, $found)) {
            $result = new SearchResult($sld, $tld);
            $result->setStatus($this->status($found));
            $results->append($result);
        }
        return $results;
    }

    /** Free names made of the search term and a word before or behind it. */
    public function suggestions(): ResultsList
    {
        $settings = $this->module->list('suggestionSettings');
        $words = array_filter(array_map('trim', explode(',', (string) ($settings['words'] ?? self::options()['words']['Default']))), function ($word) {
            return (bool) preg_match('/^-?[a-z0-9]+-?$/iD', $word);
        });
        $label = $this->label();
        $names = [];
        foreach (array_merge([''], $words) as $word) {
            foreach ($this->tlds() as $tld) {
                $names[] = [substr($word, -1) === '-' ? $word . $label : $label . $word, $tld];
            }
        }
        $most = max(1, min(100, (int) ($settings['most'] ?? 20)));
        $results = new ResultsList();
        $score = 1.0;
        foreach ($this->check(array_slice($names, 0, 4 * self::AT_ONCE)) as list($sld, $tld, $found)) {
            if ($most > 0 && $this->status($found) === SearchResult::STATUS_NOT_REGISTERED) {
                $result = new SearchResult($sld, $tld);
                $result->setStatus(SearchResult::STATUS_NOT_REGISTERED);
                $result->setScore($score);
                $results->append($result);
                $score = max(0.01, $score - 0.01);
                $most--;
            }
        }
        return $results;
    }

    /** The settings of suggestions. */
    public static function options(): array
    {
        return [
            'words' => [
                'FriendlyName' => 'Words', 'Type' => 'text', 'Size' => '60', 'Default' => 'online,shop,web,-group,my-,get-,the-',
                'Description' => 'Commas between. "shop" gives exampleshop, "-group" gives example-group, "my-" gives my-example.',
            ],
            'most' => ['FriendlyName' => 'At most', 'Type' => 'dropdown', 'Options' => '10,20,50,100', 'Default' => '20', 'Description' => 'suggestions'],
        ];
    }

    /** The price list for WHMCS's TLD and pricing sync. */
    public function prices(): PriceList
    {
        $answer = $this->module->ask('GetPricing');
        $currency = $answer->text('currency');
        $list = new PriceList();
        foreach ($answer->map('pricing') as $tld => $price) {
            $item = is_array($price) ? $this->priceItem($answer, (string) $tld, $price) : null;
            if ($item !== null) {
                $list[] = $item->setCurrency($currency);
            }
        }
        return $list;
    }

    /** One TLD of the list; null if nothing can be registered there. */
    private function priceItem(Answer $answer, string $tld, array $price): ?ImportItem
    {
        $years = array_keys(is_array($price['register'] ?? null) ? $price['register'] : []);
        if ($years === []) {
            return null;
        }
        sort($years);
        $first = $years[0];
        $item = (new ImportItem())
            ->setExtension(".$tld")
            ->setMinYears($first)
            ->setMaxYears(end($years))
            ->setRegisterPrice((float) $answer->amountIn($price['register'], (string) $first))
            ->setRenewPrice($this->firstPrice($answer, $price['renew'] ?? []))
            ->setTransferPrice($this->firstPrice($answer, $price['transfer'] ?? []))
            ->setEppRequired(($price['EPP'] ?? null) === true);
        if (count($years) > 1 && $years !== range($first, end($years))) {
            $item->setYears($years);
        }
        $grace = (int) ($price['grace_period']['days'] ?? 0);
        $item->setGraceFeeDays($grace)->setGraceFeePrice($grace > 0 ? (float) $answer->amountIn($price, 'gracefee') : null);
        $redemption = (int) ($price['redemption_period']['days'] ?? 0);
        $item->setRedemptionFeeDays($redemption)
            ->setRedemptionFeePrice($redemption > 0 ? (float) $answer->amountIn($price, 'redemptionfee') : null);
        return $item;
    }

    /** The price of the shortest term; null if the operation is not sold. */
    private function firstPrice(Answer $answer, $prices): ?float
    {
        if (!is_array($prices) || $prices === []) {
            return null;
        }
        ksort($prices);
        return (float) $answer->amountIn($prices, (string) key($prices));
    }

    /**
     * Asks about names and gives each with its answer, in order.
     *
     * @param array $names pairs of label and TLD
     */
    private function check(array $names): array
    {
        $checked = [];
        foreach (array_chunk($names, self::AT_ONCE) as $some) {
            $answer = $this->module->ask('CheckAvailability', ['domains' => array_map(function ($name) {
                return $name[0] . '.' . ltrim($name[1], '.');
            }, $some)]);
            $found = array_values($answer->map('domains'));
            foreach ($some as $i => list($sld, $tld)) {
                if (!isset($found[$i]['status']) || !is_string($found[$i]['status'])) {
                    throw $answer->garbled("there is no answer for $sld.$tld");
                }
                $checked[] = [$sld, $tld, $found[$i]];
            }
        }
        return $checked;
    }

    /** WHMCS's word for an answer. Premium names have no price here, so nobody may order them. */
    private function status(array $found): string
    {
        $words = [
            'available' => SearchResult::STATUS_NOT_REGISTERED, 'registered' => SearchResult::STATUS_REGISTERED,
            'reserved' => SearchResult::STATUS_RESERVED, 'unsupported' => SearchResult::STATUS_TLD_NOT_SUPPORTED,
        ];
        if ($found['status'] === 'available' && (!empty($found['premium']) || !isset($found['price']))) {
            return SearchResult::STATUS_RESERVED;
        }
        return $words[$found['status']] ?? SearchResult::STATUS_UNKNOWN;
    }

    private function label(): string
    {
        $ace = $this->module->flag('isIdnDomain') ? $this->module->text('punyCodeSearchTerm') : '';
        return $ace ?: ($this->module->text('searchTerm') ?: $this->module->need('sld'));
    }

    private function tlds(): array
    {
        $tlds = $this->module->list('tldsToInclude') ?: $this->module->list('tlds');
        return array_map('strval', array_values($tlds)) ?: [$this->module->need('tld')];
    }
}
