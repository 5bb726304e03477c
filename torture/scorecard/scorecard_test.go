package scorecard_test

import (
	"path/filepath"
	"testing"
	"time"

	"nameyard/torture/scorecard"
)

func TestCardOfAPassedTestIsWrittenWithItsFigures(t *testing.T) {
	file := filepath.Join(t.TempDir(), "card")
	t.Setenv(scorecard.FileSetting, file)
	t.Run("inner", func(t *testing.T) {
		card := scorecard.Open(t, scorecard.Item{ID: "T17", Fault: "kill -9", Engine: "sqlite", Target: "nothing lost"})
		card.Put("kills", 3)
		card.Put("recovery", 1234567*time.Microsecond)
		card.Put("kills", 4)
		card.Seed(9)
	})
	lines, err := scorecard.Read(file)
	if err != nil || len(lines) != 1 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	const want = "T17 kill -9 [sqlite]: kills 4, recovery 1.2s. nothing lost. passed (seed 9)"
	if got := lines[0].String(); got != want {
		t.Errorf("the line reads\n%s\nwant\n%s", got, want)
	}
}

func TestLongFormSharesItsMinutesOut(t *testing.T) {
	t.Setenv(scorecard.MinutesSetting, "")
	if got := scorecard.Budget(0.5, 7*time.Second); got != 7*time.Second || scorecard.Long() {
		t.Errorf("the short form may take %s", got)
	}
	t.Setenv(scorecard.MinutesSetting, "10")
	if got := scorecard.Budget(0.5, 7*time.Second); got != 5*time.Minute || !scorecard.Long() {
		t.Errorf("half of ten minutes is %s", got)
	}
}

func TestSeedOfTheShortFormStaysAndTheSettingWins(t *testing.T) {
	t.Setenv(scorecard.MinutesSetting, "")
	t.Setenv(scorecard.SeedSetting, "")
	if a, b := scorecard.Seed(t), scorecard.Seed(t); a != b || a == 0 {
		t.Errorf("seeds %d and %d", a, b)
	}
	t.Setenv(scorecard.SeedSetting, "42")
	if got := scorecard.Seed(t); got != 42 {
		t.Errorf("seed %d", got)
	}
}
