// Package scorecard collects what the tests that break things have measured: one line for each fault, with figures, the
// target, and whether the test passed.
//
// A test opens a card first and puts figures on it as they become known; the card is closed by itself when the test ends,
// however it ends:
//
//	func TestKilledServerLosesNothing(t *testing.T) {
//		card := scorecard.Open(t, scorecard.Item{ID: "T17", Fault: "kill -9 at random times", Engine: "sqlite",
//			Target: "nothing lost, nothing twice"})
//		…
//		card.Put("kills", kills)
//		card.Put("acknowledged and lost", lost)
//	}
//
// Two settings of the environment steer all packages alike, so that make torture needs no flag in every one of them:
//
//	NAMEYARD_SCORECARD=FILE            every closed card is appended to FILE as one line of JSON (Write, Read)
//	NAMEYARD_TORTURE_MINUTES=10        the long form, and how long it may take in all; see Budget
//	NAMEYARD_TORTURE_SEED=42           see Seed
//
// Without them nothing is written and the tests run in their short form. torture/score prints the file as a table.
package scorecard

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The settings of the environment.
const (
	FileSetting    = "NAMEYARD_SCORECARD"
	MinutesSetting = "NAMEYARD_TORTURE_MINUTES"
	SeedSetting    = "NAMEYARD_TORTURE_SEED"
)

// Item says what a card is about.
type Item struct {
	ID     string `json:"id"`               // number in the test plan, such as T17
	Fault  string `json:"fault"`            // what is done to the program, in a few words
	Engine string `json:"engine,omitempty"` // sqlite or mariadb; empty if the store plays no part
	Target string `json:"target"`           // what must hold, in a few words
}

// Figure is one thing that was counted or measured.
type Figure struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Line is a closed card.
type Line struct {
	Item
	Figures []Figure `json:"figures"`
	Seed    uint64   `json:"seed,omitempty"`
	Test    string   `json:"test"`
	Passed  bool     `json:"passed"`
	Skipped bool     `json:"skipped,omitempty"`
}

// Card is open as long as its test runs. It belongs to the goroutine of the test.
type Card struct{ line Line }

// Open opens a card. When t ends the card is logged and, if FileSetting names a file, appended to it; it has passed if t has
// neither failed nor been skipped. Open it before what t registers with Cleanup, so that faults found there still count.
func Open(t testing.TB, item Item) *Card {
	t.Helper()
	c := &Card{Line{Item: item, Test: t.Name(), Figures: []Figure{}}}
	t.Cleanup(func() {
		c.line.Passed, c.line.Skipped = !t.Failed() && !t.Skipped(), t.Skipped()
		t.Log(c.line)
		if path := os.Getenv(FileSetting); path != "" {
			if err := Write(path, c.line); err != nil {
				t.Error(err)
			}
		}
	})
	return c
}

// Put puts a figure on the card, or replaces the one of this name. Durations are rounded for people, floats have one decimal.
func (c *Card) Put(name string, value any) {
	text := fmt.Sprint(value)
	switch v := value.(type) {
	case time.Duration:
		text = short(v)
	case float64:
		text = strconv.FormatFloat(v, 'f', 1, 64)
	}
	for i := range c.line.Figures {
		if c.line.Figures[i].Name == name {
			c.line.Figures[i].Value = text
			return
		}
	}
	c.line.Figures = append(c.line.Figures, Figure{name, text})
}

// Seed notes the seed of the run on the card.
func (c *Card) Seed(seed uint64) { c.line.Seed = seed }

// short rounds a duration to what a reader wants to know.
func short(d time.Duration) string {
	switch {
	case d >= 10*time.Second:
		return d.Round(time.Second).String()
	case d >= time.Second:
		return d.Round(100 * time.Millisecond).String()
	}
	return d.Round(100 * time.Microsecond).String()
}

// String gives the line as people read it.
func (l Line) String() string {
	verdict := "FAILED"
	switch {
	case l.Passed:
		verdict = "passed"
	case l.Skipped:
		verdict = "SKIPPED"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", l.ID, l.Fault)
	if l.Engine != "" {
		fmt.Fprintf(&b, " [%s]", l.Engine)
	}
	fmt.Fprintf(&b, ": %s. %s. %s", l.Told(), l.Target, verdict)
	if l.Seed != 0 {
		fmt.Fprintf(&b, " (seed %d)", l.Seed)
	}
	return b.String()
}

// Told gives the figures in one line.
func (l Line) Told() string {
	told := make([]string, len(l.Figures))
	for i, f := range l.Figures {
		told[i] = f.Name + " " + f.Value
	}
	return strings.Join(told, ", ")
}

// Write appends a line to a file. Several processes may write to one file: each line is one write.
func Write(path string, l Line) error {
	body, err := json.Marshal(l)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644) // figures for everybody to read
	if err != nil {
		return fmt.Errorf("write the scorecard: %w", err)
	}
	if _, err = f.Write(append(body, '\n')); err != nil {
		_ = f.Close()
		return fmt.Errorf("write the scorecard: %w", err)
	}
	return f.Close()
}

// Read reads the lines of a file in the order in which they were written.
func Read(path string) ([]Line, error) {
	body, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the scorecard: %w", err)
	}
	var lines []Line
	for text := range strings.Lines(string(body)) {
		var l Line
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			return nil, fmt.Errorf("read the scorecard %s: %w", path, err)
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// Long reports whether this is the long form.
func Long() bool { return minutes() > 0 }

// Budget is how long a test may take: its part of the minutes of the long form (0.1 is a tenth), or, in the short form, what
// the test says.
func Budget(part float64, short time.Duration) time.Duration {
	if !Long() {
		return short
	}
	return max(short, time.Duration(minutes()*part*float64(time.Minute)))
}

func minutes() float64 {
	m, err := strconv.ParseFloat(os.Getenv(MinutesSetting), 64)
	if err != nil {
		return 0
	}
	return m
}

// Seed gives the seed of a test's random choices: SeedSetting; else a fixed one for each test in the short form, and a new
// one each time in the long form. The same seed makes the same choices; when a process is killed between them is up to the
// machine.
func Seed(t testing.TB) uint64 {
	t.Helper()
	if seed, err := strconv.ParseUint(os.Getenv(SeedSetting), 10, 64); err == nil {
		return seed
	}
	if Long() {
		return uint64(time.Now().UnixNano()) % 1_000_000_007
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(t.Name()))
	return uint64(h.Sum32())
}
