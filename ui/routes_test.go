package ui

import "testing"

func TestTheWayBackAndForward(t *testing.T) {
	var way Trail
	tickets, one, weekly := Route{Screen: "tickets"}, Route{"tickets", "W1"}, Route{Screen: "weekly"}
	for _, to := range []Route{tickets, one, one, weekly} {
		way.Go(to)
	}
	if to, ok := way.Back(); !ok || to != one {
		t.Errorf("back: %v %v", to, ok)
	}
	if to, ok := way.Back(); !ok || to != tickets {
		t.Errorf("back again: %v %v", to, ok)
	}
	if to, ok := way.Back(); ok || to != tickets {
		t.Errorf("beyond the beginning: %v %v", to, ok)
	}
	if to, ok := way.Forward(); !ok || to != one {
		t.Errorf("forward: %v %v", to, ok)
	}
	if way.Go(weekly); way.Here() != weekly {
		t.Errorf("here: %v", way.Here())
	}
	if _, forward := way.Can(); forward {
		t.Error("what was ahead is not forgotten")
	}
}
