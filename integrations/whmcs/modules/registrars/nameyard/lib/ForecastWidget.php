<?php

namespace WHMCS\Module\Registrar\Nameyard;

use WHMCS\Module\AbstractWidget;

/** The admin dashboard's view of the account: credit, and the renewals of the next 30 days. */
class ForecastWidget extends AbstractWidget
{
    protected $title = 'Nameyard';
    protected $description = 'Credit at the registrar, and the renewals of the next 30 days';
    protected $weight = 150;
    protected $columns = 1;
    protected $cache = true;
    protected $cacheExpiry = 600; // seconds
    protected $requiredPermission = 'Configure Domain Registrars';

    /** What the server says, or an error. */
    public function getData()
    {
        return Module::answer([], function () {
            $answer = (new Module($this->settings()))->ask('GetForecast');
            return [
                'until' => $answer->date('until'), 'count' => $answer->count('count'), 'unpriced' => $answer->count('unpriced'),
                'total' => $answer->amount('total'), 'available' => $answer->amount('available'), 'missing' => $answer->amount('missing'),
                'enough' => $answer->flag('enough'), 'currency' => $answer->text('currency'),
            ];
        });
    }

    public function generateOutput($data)
    {
        $text = function ($value) {
            return htmlspecialchars((string) $value, ENT_QUOTES, 'UTF-8');
        };
        if (isset($data['error'])) {
            return '<div class="widget-content-padded">' . $text($data['error']) . '</div>';
        }
        $money = function ($key) use ($data, $text) {
            return $text($data[$key] . ' ' . $data['currency']);
        };
        $lines = [
            'Credit' => $money('available'),
            'Renewals until ' . $text($data['until']) => $text($data['count']) . ' for ' . $money('total'),
        ];
        if (!$data['enough']) {
            $lines['Missing'] = '<strong class="text-danger">' . $money('missing') . '</strong>';
        }
        if ($data['unpriced'] > 0) {
            $lines['Without a price'] = $text($data['unpriced']);
        }
        $rows = '';
        foreach ($lines as $label => $value) {
            $rows .= "<div class=\"row\"><div class=\"col-xs-6\">$label</div><div class=\"col-xs-6 text-right\">$value</div></div>";
        }
        return "<div class=\"widget-content-padded\">$rows</div>";
    }

    /** The module's settings, as WHMCS hands them to its functions. */
    private function settings(): array
    {
        if (!function_exists('getregistrarconfigoptions') && defined('ROOTDIR')) {
            require_once ROOTDIR . '/includes/registrarfunctions.php';
        }
        return (array) getregistrarconfigoptions('nameyard');
    }
}
