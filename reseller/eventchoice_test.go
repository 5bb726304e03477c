package reseller

import (
	"slices"
	"testing"
)

func TestEveryKindOfEventCanBeChosenOnce(t *testing.T) {
	var offered []string
	for _, s := range EventSections() {
		for _, g := range s.Groups {
			if !IsEventKind(g.Name + ".*") {
				t.Errorf("%s is no group", g.Name)
			}
			offered = append(offered, g.Kinds...)
		}
	}
	slices.Sort(offered)
	if !slices.Equal(offered, EventKinds()) {
		t.Errorf("offered are %v", offered)
	}
}
