package page_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"nameyard/panel/page"
	"nameyard/panel/words"
)

// Readers in several zones who ask for one page at once have each their own times.
func TestEachReaderHasItsOwnTimes(t *testing.T) {
	t.Parallel()
	pages, err := page.New(page.Source{Name: "x", Files: fstest.MapFS{"times.html": {Data: []byte(
		`{{define "content"}}{{range .Data}}{{minute .}}, {{calendar .}}; {{end}}{{end}}`)}}})
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 7, 1, 23, 30, 0, 0, time.UTC)
	many := make([]time.Time, 200)
	for i := range many {
		many[i] = at
	}
	var readers sync.WaitGroup
	for n := range 12 {
		readers.Go(func() {
			offset := n - 6
			want := fmt.Sprintf("%s N%d, 2026-07-01; ", at.Add(time.Duration(offset)*time.Hour).Format("2006-01-02 15:04"), n)
			for range 20 {
				body, err := pages.Write("x/times", "content", page.View{Language: words.English, Zone: time.FixedZone(fmt.Sprint("N", n), offset*3600), Data: many})
				if err != nil || strings.Count(string(body), want) != len(many) {
					t.Errorf("reader %d, %v: %.80s, want %s", n, err, body, want)
					return
				}
			}
		})
	}
	readers.Wait()
}
