package epp

import (
	"context"
	"errors"
	"time"

	"nameyard/registry"
	"nameyard/registry/epp/wire"
	"nameyard/reseller"
)

// Restore brings a name back from redemption (RFC 3915 §4.2.5): the request, and the report where the registry waits for one. The
// fee is acknowledged with the request. A request that was taken is not sent again: the registry charges for it, and the name is purged
// in the end if no report comes.
func (c *Connector) Restore(ctx context.Context, r registry.Restore) (registry.Receipt, error) {
	if c.set.Profile.Swedish {
		return c.swedishRestore(ctx, r)
	}
	v, err := c.ours(ctx, r.Name)
	if err != nil {
		return registry.Receipt{}, err
	}
	var receipt registry.Receipt
	if v.Has(registry.StatusPendingRestore) {
		if !r.DeletedAt.IsZero() {
			v.Updated = r.DeletedAt // by now that is when the restore was requested
		}
		receipt, err = c.reportRestore(ctx, r.ClTRID, v)
		if _, refused := registry.AsRefusal(err); refused {
			err = unknown("reporting the restore", err) // the request was taken: no to the report is not no to the restore
		}
	} else {
		receipt, err = c.requestRestore(ctx, r, v)
	}
	if err != nil {
		return registry.Receipt{}, err
	}
	return c.restored(ctx, r.Name, receipt)
}

// requestRestore sends the request, and the report if the answer says that it is waited for.
func (c *Connector) requestRestore(ctx context.Context, r registry.Restore, v *shown) (registry.Receipt, error) {
	answer, err := c.do(ctx, c.restoreOf(r.ClTRID, r.Name, "request", nil, r.FeeLimit))
	if err != nil {
		return registry.Receipt{}, err
	}
	receipt := answer.receipt()
	receipt.Fee = feeOf(answer.extra(wire.NSFee, "updData"))
	for _, n := range answer.extra(wire.NSRGP, "upData").All(wire.NSRGP, "rgpStatus") {
		if n.Attr("s") != string(registry.StatusPendingRestore) {
			continue
		}
		reported, err := c.reportRestore(ctx, "", v)
		if err != nil {
			// The request was taken. What the name is now, a look tells.
			return registry.Receipt{}, unknown("reporting the restore", err)
		}
		receipt.Code, receipt.Words = reported.Code, reported.Words
	}
	return receipt, nil
}

// reportRestore sends the report about a name as it was: last updated by its deletion.
func (c *Connector) reportRestore(ctx context.Context, clTRID string, was *shown) (registry.Receipt, error) {
	answer, err := c.do(ctx, c.restoreOf(clTRID, was.Name, "report", was, nil))
	if err != nil {
		return registry.Receipt{}, err
	}
	return answer.receipt(), nil
}

// restored adds the expiry, which may have the year in it that the restore paid for, to the yes to a restore. Where a look does not tell it, the
// outcome is unknown: without it that year would be sold again.
func (c *Connector) restored(ctx context.Context, name reseller.Name, receipt registry.Receipt) (registry.Receipt, error) {
	if receipt.Pending() {
		return receipt, nil
	}
	var err error
	if receipt.Expires, err = c.expiryOf(ctx, name); err != nil {
		return registry.Receipt{}, unknown("looking at "+name.String()+", which was restored", err)
	}
	return receipt, nil
}

// expiryOf looks at a name after a command whose answer does not tell its expiry.
func (c *Connector) expiryOf(ctx context.Context, name reseller.Name) (time.Time, error) {
	v, err := c.readDomain(ctx, name)
	if err != nil {
		return time.Time{}, err
	}
	if v.Expires.IsZero() {
		return time.Time{}, errNoExpiry
	}
	return v.Expires, nil
}

var errNoExpiry = errors.New("the registry shows no expiry")

// restoreOf is a restore request, or the report about a name as it was (RFC 3915 §4.2.5).
func (c *Connector) restoreOf(clTRID string, name reseller.Name, op string, was *shown, limit *registry.Fee) command {
	return command{clTRID: clTRID, write: func(w *wire.Writer, s *session) {
		w.In("update", func() {
			w.Object("domain:update", wire.NSDomain, func() {
				w.Text("domain:name", name.String())
				w.Empty("domain:chg")
			})
		})
		writeExtensions(w, func(w *wire.Writer) {
			w.Object("rgp:update", wire.NSRGP, func() {
				w.In("rgp:restore", func() {
					if was != nil {
						writeReport(w, was)
					}
				}, wire.Attr{Name: "op", Value: op})
			})
		}, feeLimit(s, "fee:update", limit), c.parameters("restore", name.TLD(), nil))
	}}
}

func writeReport(w *wire.Writer, was *shown) {
	now := time.Now()
	w.In("rgp:report", func() {
		w.Text("rgp:preData", was.Name.String())
		w.Text("rgp:postData", was.Name.String())
		w.Text("rgp:delTime", wire.Time(was.Updated))
		w.Text("rgp:resTime", wire.Time(now))
		w.Text("rgp:resReason", "The registrant asked for the name back.")
		w.Text("rgp:statement", "This registrar has not restored the name in order to assume its rights for itself or a third party.")
		w.Text("rgp:statement", "The information in this report is true to the best of this registrar's knowledge.")
	})
}
