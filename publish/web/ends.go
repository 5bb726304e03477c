package web

import (
	"context"
	"log/slog"
	"time"

	"nameyard/reseller"
)

// AgedFiles tells which certificates among the files were written first.
type AgedFiles interface {
	Files
	CertificatesByAge(ctx context.Context, folder string, limit int) (names []string, all int64, err error)
}

// Kept is where certificates of hosts of web forwards are kept.
type Kept struct {
	Files AgedFiles
	Key   *reseller.SecretKey
	Zones Zones
	Log   *slog.Logger
}

// Ends says when certificates end.
type Ends struct {
	All   int64     // that are kept, those of hosts that have no web forward any more, too
	First time.Time // when the one ends that was written first, of hosts that have one; zero = there is none among the first
	Host  string    // whose that is
}

// endsLooked is how many certificates are read to find the first.
const endsLooked = 20

// Ends looks for the certificate that ends first: one authority gives all the same time, so it is the one that was written first.
func (k Kept) Ends(ctx context.Context) (e Ends, err error) {
	names, all, err := k.Files.CertificatesByAge(ctx, certificates, endsLooked)
	e.All = all
	for _, name := range names {
		certificate := readCertificate(ctx, newStorage(k.Files, k.Key, k.Log), name)
		if certificate == nil || !e.First.IsZero() && !certificate.NotAfter.Before(e.First) {
			continue
		}
		host := certificate.DNSNames[0]
		if has, err := forwarded(ctx, k.Zones, host); err == nil && has {
			e.First, e.Host = certificate.NotAfter.UTC(), host
		}
	}
	return e, err
}
