package safely_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/safely"
)

func logTo(w *bytes.Buffer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }

// writtenOnce is a log of one record.
type writtenOnce struct {
	text    string
	written chan struct{} // closed with the record
}

func (w *writtenOnce) Write(record []byte) (int, error) {
	w.text = string(record)
	close(w.written)
	return len(record), nil
}

func panics() { panic("an answer that nobody thought of") }

// What is begun through the net ends alone: the fault is in the log with the work, what it was about and where it was, it is counted, and
// whoever waits goes on.
func TestAFaultEndsItsOwnWorkOnly(t *testing.T) {
	t.Parallel()
	for kind, begin := range map[string]func(log *slog.Logger, work string){
		"Recover": func(log *slog.Logger, work string) {
			defer safely.Recover(log, work)
			panics()
		},
		"Do":        func(log *slog.Logger, work string) { _ = safely.Do(log, work, func() error { panics(); return nil }) },
		"Go":        func(log *slog.Logger, work string) { safely.Go(log, work, panics) },
		"AfterFunc": func(log *slog.Logger, work string) { safely.AfterFunc(log, 0, work, panics) },
		"Group": func(log *slog.Logger, work string) {
			var g safely.Group
			g.Go(log, work, panics)
			<-g.Ended()
			g.Wait()
		},
		"Each": func(log *slog.Logger, work string) {
			safely.Each(log, work, 1, []int{1}, func(int, int) error { panics(); return nil })
		},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			seen := &writtenOnce{written: make(chan struct{})}
			work := "test of " + kind
			before := time.Now()
			begin(slog.New(slog.NewTextHandler(seen, nil)).With("from", &net.UDPAddr{IP: net.IPv4(192, 0, 2, 7), Port: 53}), work)
			<-seen.written
			for _, words := range []string{"level=ERROR", work, "from=192.0.2.7:53", "an answer that nobody thought of", "safely_test.go"} {
				if !strings.Contains(seen.text, words) {
					t.Errorf("the log has no %q:\n%s", words, seen.text)
				}
			}
			if f := safely.Seen(); f.Count[work] != 1 || f.Last.Before(before) || f.Work == "" {
				t.Errorf("it was counted so: %+v", f)
			}
		})
	}
}

// A fault as an error is no other error: whoever panics with a conflict or a refusal has not been told of one.
func TestAFaultIsNoOtherError(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	err := safely.Do(logTo(&log), "test", func() error { panic(reseller.ErrConflict) })
	var fault *safely.Fault
	if !errors.As(err, &fault) || errors.Is(err, reseller.ErrConflict) || strings.Contains(err.Error(), "goroutine") {
		t.Errorf("the error is %#v", err)
	}
	if err := safely.Do(logTo(&log), "test", func() error { return reseller.ErrConflict }); !errors.Is(err, reseller.ErrConflict) {
		t.Errorf("an error that was returned came back as %v", err)
	}
}

func TestEachGivesTheErrorOfEachAndEveryItemItsTurn(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	running := make(chan struct{}, 2)
	errs := safely.Each(logTo(&log), "test", 2, []string{"a", "b", "c", "d"}, func(n int, item string) error {
		select {
		case running <- struct{}{}:
			defer func() { <-running }()
		default:
			return errors.New("more than two at once")
		}
		switch item {
		case "b":
			return fmt.Errorf("%d is wrong", n)
		case "c":
			panics()
		}
		return nil
	})
	var fault *safely.Fault
	if errs[0] != nil || errs[3] != nil || errs[1] == nil || errs[1].Error() != "1 is wrong" || !errors.As(errs[2], &fault) {
		t.Errorf("the errors are %v", errs)
	}
	if got := safely.Each(logTo(&log), "test", 2, nil, func(int, int) error { return nil }); !slices.Equal(got, []error{}) {
		t.Errorf("of nothing: %v", got)
	}
}

func TestAFaultIsLoggedAlsoWhereNobodyGaveALogger(t *testing.T) {
	t.Parallel()
	if err := safely.Do(nil, "test", func() error { panics(); return nil }); err == nil {
		t.Error("the fault is gone")
	}
}
