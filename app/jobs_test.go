package app_test

import (
	"slices"
	"strings"
	"testing"

	"nameyard/app/apptest"
	"nameyard/jobs"
)

// A job that the list shows and this process lacks is not told as one that does not exist.
func TestJobsThatAreListedAreKnownWhereTheyCannotRun(t *testing.T) {
	e := apptest.New(t, apptest.SQLite)
	lacking := 0
	for _, j := range append(e.JobLines(), jobs.Job{Name: jobs.ALIAS}) {
		if slices.ContainsFunc(e.Jobs.Jobs(), func(has jobs.Job) bool { return has.Name == j.Name }) {
			continue
		}
		lacking++
		if err := e.Jobs.Run(t.Context(), j.Name); err == nil || !strings.Contains(err.Error(), "cannot run in this process, which has no") {
			t.Errorf("%s: %v", j.Name, err)
		}
	}
	if err := e.Jobs.Run(t.Context(), "nonsense"); lacking == 0 || err == nil || !strings.Contains(err.Error(), "there is no job") {
		t.Errorf("%d jobs are lacking; nonsense: %v", lacking, err)
	}
}
