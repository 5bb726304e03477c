package clocktest_test

import (
	"testing"
	"time"

	"nameyard/reseller"
	"nameyard/reseller/clocktest"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestBothTimesMoveTogetherAndWallTimeAlone(t *testing.T) {
	var c reseller.Clock = clocktest.New(noon)
	set := c.(*clocktest.Clock)
	set.Move(time.Hour)
	set.Outwait(time.Minute)
	if !c.Now().Equal(noon.Add(time.Hour)) || !c.Wall().Equal(noon.Add(time.Hour+time.Minute)) {
		t.Errorf("it is %s, and %s on the wall", c.Now(), c.Wall())
	}
	set.Set(noon)
	if !c.Now().Equal(noon) || !c.Wall().Equal(noon.Add(time.Minute)) {
		t.Errorf("set back it is %s, and %s on the wall", c.Now(), c.Wall())
	}
}

func TestWallTimeOfTheMachineRunsWhileBusinessTimeStands(t *testing.T) {
	c := clocktest.WithMachineWall(noon)
	before := time.Now()
	c.Outwait(time.Hour)
	c.Move(24 * time.Hour)
	wall := c.Wall()
	if wall.Before(before.Add(time.Hour)) || wall.After(time.Now().Add(time.Hour)) {
		t.Errorf("the wall shows %s, an hour after %s", wall, before)
	}
	if !c.Now().Equal(noon.Add(24 * time.Hour)) {
		t.Errorf("it is %s", c.Now())
	}
}
