package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"time"
)

// zonesItem measures publishing: the program as the hidden primary of a stock Knot, and as a name server beside it.
const zonesItem = "zones/sqlite"

// settled is how long a process is left alone before its memory is read.
const settled = 3 * time.Second

// zones fills a sandbox with names and their records, and measures how they come to Knot.
func (s *stage) zones(ctx context.Context, r *report) error {
	knotd, err := exec.LookPath("knotd")
	if err != nil {
		knotd, err = exec.LookPath("/usr/sbin/knotd")
	}
	if err != nil {
		say("%s is LEFT OUT: Knot is missing: run make setup", zonesItem)
		r.note("%s: LEFT OUT: Knot is missing: run make setup", zonesItem)
		return nil
	}
	program, err := s.build(ctx)
	if err != nil {
		return err
	}
	dir, err := s.sub("zones")
	if err != nil {
		return err
	}
	z := &publishing{night: &night{stage: s, engine: sqlite, program: program, data: filepath.Join(dir, "data")}, knotd: knotd, report: r}
	z.database = filepath.Join(z.data, "nameyard.db")
	if err := z.prepare(ctx, dir); err != nil {
		return err
	}
	return z.run(ctx)
}

// run measures one thing after the other, on the same names.
func (z *publishing) run(ctx context.Context) error {
	idle, err := z.idle(ctx)
	if err != nil {
		return err
	}
	if err := z.fill(ctx); err != nil {
		return err
	}
	p, err := z.coldPrimary(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = p.stop() }()
	k, err := z.coldKnot(ctx, p)
	if err != nil {
		return err
	}
	defer func() { _ = k.stop() }()
	now, most := p.memory()
	z.report.judgeLess("memory of the primary beyond idle, all zones given to Knot, in MB", float64(max(now-idle, 0)>>20), 200, 200)
	z.report.note("zones: the primary holds %d MB at rest without names, %d MB now and %d MB at most since its start; Knot %s", idle>>20, now>>20, most>>20, held(k))
	if err := z.single(ctx, p.address); err != nil {
		return err
	}
	if err := z.newNames(ctx, p.address); err != nil {
		return err
	}
	if err := z.inARow(ctx, p.address); err != nil {
		return err
	}
	if err := z.compareAnswers(ctx, p, k); err != nil {
		return err
	}
	now, most = p.memory()
	z.report.note("zones: at the end the primary holds %d MB, %d MB at most; Knot %s", now>>20, most>>20, held(k))
	return z.again(ctx, k)
}

func held(p *peer) string {
	now, _ := p.memory()
	return fmt.Sprintf("%d MB", now>>20)
}

// idle is the memory of the program with the same settings and without names.
func (z *publishing) idle(ctx context.Context) (int64, error) {
	p, err := z.serve(ctx)
	if err != nil {
		return 0, err
	}
	err = pause(ctx, settled)
	now, _ := p.memory()
	return now, errors.Join(err, p.stop())
}

// fill makes names up and saves ten records for each.
func (z *publishing) fill(ctx context.Context) error {
	say("zones: making %d names up", z.options.zones)
	if _, err := z.command(ctx, "sandbox", "fill", fmt.Sprint(z.options.zones), "--tld", "com=1", "--auto-renew", "0"); err != nil {
		return err
	}
	if _, err := z.command(ctx, "credit", "add", demoAccount, "10000", "--note", "for new names"); err != nil {
		return err
	}
	var err error
	if z.names, err = z.night.names(ctx, z.options.zones); err != nil {
		return err
	}
	p, err := z.serve(ctx)
	if err != nil {
		return err
	}
	say("zones: saving ten records for each of %d", len(z.names))
	begun := time.Now()
	err = z.saveAll(ctx, p.address, z.names, firstAddress)
	z.report.note("zones: %d SaveDNS of ten records in %s", len(z.names), short(time.Since(begun)))
	return errors.Join(err, p.stop())
}

// coldPrimary starts the program, until it answers for a zone and all zones are in its catalogs.
func (z *publishing) coldPrimary(ctx context.Context) (*peer, error) {
	say("zones: cold start of the primary")
	begun := time.Now()
	p, err := z.serve(ctx)
	if err != nil {
		return nil, err
	}
	last := z.names[len(z.names)-1]
	if err := z.until(ctx, z.dns, last, firstAddress); err != nil {
		return nil, errors.Join(err, p.stop())
	}
	answers := time.Since(begun)
	for {
		asked := time.Since(begun)
		members, err := z.members()
		if err == nil && members >= len(z.names) {
			z.report.judgeLess("cold start of the primary until all zones are in its catalogs, in seconds", asked.Seconds(), 5, 5)
			z.report.note("zones: the primary answers for a zone %s after its start", short(answers))
			return p, nil
		}
		if err := errors.Join(ctx.Err(), pause(ctx, 20*time.Millisecond)); err != nil || time.Since(begun) > patience {
			return nil, errors.Join(fmt.Errorf("the catalogs have %d members of %d, %w", members, len(z.names), err), p.stop())
		}
	}
}

// coldKnot starts Knot with an empty folder, until it has all zones and the primary knows.
func (z *publishing) coldKnot(ctx context.Context, p *peer) (*peer, error) {
	say("zones: cold start of Knot")
	begun := time.Now()
	k, err := z.startKnot(ctx)
	if err != nil {
		return nil, err
	}
	if err := z.allThere(ctx, z.knot, z.names, firstAddress); err != nil {
		return nil, errors.Join(err, k.stop())
	}
	z.report.note("zones: Knot with an empty folder has all of them %s after its start", short(time.Since(begun)))
	if err := z.untilNoneBehind(ctx, p.address); err != nil {
		return nil, errors.Join(err, k.stop())
	}
	z.report.note("zones: the primary knows of all that Knot has them %s after that start", short(time.Since(begun)))
	return k, pause(ctx, settled)
}

// again starts Knot with what it has.
func (z *publishing) again(ctx context.Context, k *peer) error {
	say("zones: Knot again")
	if err := k.stop(); err != nil {
		return err
	}
	begun := time.Now()
	again, err := z.startKnot(ctx)
	if err != nil {
		return err
	}
	err = z.allThere(ctx, z.knot, z.names, "")
	z.report.note("zones: Knot with all zones in its journal has them %s after its start", short(time.Since(begun)))
	return errors.Join(err, again.stop())
}
