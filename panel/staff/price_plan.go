package staff

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"nameyard/operator"
	"nameyard/panel/visit"
	"nameyard/reseller"
)

// plannedPrice is a change of a price that is planned, with what the button sends that cancels it.
type plannedPrice struct {
	reseller.PlannedPrice
	Which string // "se SEK renew 1 2027-01-01T00:00:00Z", and its tag
}

// plannedShown is how many planned changes a page shows.
const plannedShown = 200

// comingPrices are the changes that are planned of the list that a page is about, and how many more than it shows.
func (p Pages) comingPrices(ctx context.Context, of priceList, l listing) (shown []plannedPrice, more int, err error) {
	all, err := p.Prices.Coming(ctx, of.Of, strings.ToUpper(l.Has("currency")), l.Has("tld"))
	all = slices.DeleteFunc(all, func(c reseller.PlannedPrice) bool { return c.Owner != of.owner() })
	for _, c := range all[:min(len(all), plannedShown)] {
		shown = append(shown, plannedPrice{c, fmt.Sprintf("%s %s %s %d %s %s", c.TLD, c.Currency, c.Operation, c.Years, c.From.Format(time.RFC3339), c.Tag())})
	}
	return shown, len(all) - len(shown), err
}

// cancelPlanned takes back one change, if it is the one that was shown. One that is gone already stays gone.
func (p Pages) cancelPlanned(ctx context.Context, of priceList, which string) error {
	words := strings.Fields(which)
	if len(words) != 6 {
		return visit.NotFound()
	}
	years, _ := strconv.Atoi(words[3])
	if years == 0 {
		return visit.NotFound()
	}
	_, err := p.Prices.Cancel(ctx, operator.PriceRemoval{
		Of: of.Of, TLD: words[0], Currency: words[1], Operation: reseller.Operation(words[2]), Years: years, From: words[4], Seen: words[5],
	})
	if reseller.IsKind(err, reseller.KindNotFound) {
		return nil
	}
	return err
}
