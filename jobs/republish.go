package jobs

import "context"

// Serials raises the serials of zones that a change of the settings touches.
type Serials interface {
	// RaiseSerials works on at most so many zones; 0 = nothing is left to do.
	RaiseSerials(ctx context.Context, limit int) (looked int, err error)
	// Park parks at most so many names that have expired, or lets go of them if parking is off; 0 = nothing is left to do.
	Park(ctx context.Context, parking bool, limit int) (changed int, err error)
}

// zonesAtOnce is how many zones one transaction raises: a save of one of them waits for it.
const zonesAtOnce = 200

// republish makes secondaries fetch the zones that other settings have changed.
func republish(d Deps) func(context.Context) error {
	return func(ctx context.Context) error {
		for ctx.Err() == nil {
			if looked, err := d.Serials.RaiseSerials(ctx, zonesAtOnce); err != nil || looked == 0 {
				return err
			}
		}
		return ctx.Err()
	}
}

// park parks names that have expired, if the house does that.
func park(d Deps) func(context.Context) error {
	return func(ctx context.Context) error {
		for ctx.Err() == nil {
			if changed, err := d.Serials.Park(ctx, d.Parking, zonesAtOnce); err != nil || changed == 0 {
				return err
			}
		}
		return ctx.Err()
	}
}
