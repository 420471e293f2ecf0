package duty_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"opsledger/app/ledger/story"
	record "opsledger/app/record/duty"
	"opsledger/app/rule/duty"
)

func shift(from, to, primary string) duty.Shift {
	return duty.Shift{Number: primary, Turns: []record.Turn{{From: story.At("2026-03-" + from), To: story.At("2026-03-" + to), Primary: primary}}}
}

func told(list []duty.Span) (out []string) {
	for _, s := range list {
		out = append(out, fmt.Sprint(s.From.Format("02 15:04"), "–", s.To.Format("02 15:04"), s.People))
	}
	return out
}

func TestEveryInstantHasExactlyOneFirst(t *testing.T) {
	from, to := story.At("2026-03-01 00:00"), story.At("2026-03-04 00:00")
	for name, c := range map[string]struct {
		shifts         []duty.Shift
		gaps, overlaps []string
	}{
		"nobody":          {nil, []string{"01 00:00–04 00:00[]"}, nil},
		"without a seam":  {[]duty.Shift{shift("01 00:00", "02 12:00", "李"), shift("02 12:00", "04 00:00", "王")}, nil, nil},
		"beyond the ends": {[]duty.Shift{shift("01 00:00", "05 00:00", "李")}, nil, nil},
		"a minute open":   {[]duty.Shift{shift("01 00:00", "02 12:00", "李"), shift("02 12:01", "04 00:00", "王")}, []string{"02 12:00–02 12:01[]"}, nil},
		"two at once":     {[]duty.Shift{shift("01 00:00", "03 00:00", "李"), shift("02 00:00", "04 00:00", "王")}, nil, []string{"02 00:00–03 00:00[李 王]"}},
		"twice the same":  {[]duty.Shift{shift("01 00:00", "03 00:00", "李"), shift("02 00:00", "04 00:00", "李")}, nil, nil},
		"one within another": {[]duty.Shift{shift("01 00:00", "04 00:00", "李"), shift("02 00:00", "02 06:00", "王"), shift("02 03:00", "02 06:00", "周")}, nil,
			[]string{"02 00:00–02 03:00[李 王]", "02 03:00–02 06:00[周 李 王]"}},
	} {
		got := duty.Of(c.shifts, from, to)
		if g, o := told(got.Gaps), told(got.Overlaps); !slices.Equal(g, c.gaps) || !slices.Equal(o, c.overlaps) {
			t.Errorf("%s: gaps %q overlaps %q", name, g, o)
		}
	}
}

func TestWhoIsOnDutyNow(t *testing.T) {
	shifts := []duty.Shift{shift("01 00:00", "02 12:00", "李"), shift("02 12:00", "04 00:00", "王")}
	for at, want := range map[string]string{"2026-03-02 11:59": "李", "2026-03-02 12:00": "王"} {
		if held := duty.At(shifts, story.At(at)); len(held) != 1 || held[0].Primary != want {
			t.Errorf("%s: %+v", at, held)
		}
	}
	if held := duty.At(shifts, story.At("2026-03-04 00:00")); len(held) != 0 {
		t.Errorf("%+v", held)
	}
}

func TestAYearOfDutyIsLaidOut(t *testing.T) {
	var shifts []duty.Shift
	first := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 365 {
		at := first.AddDate(0, 0, i)
		shifts = append(shifts, duty.Shift{Turns: []record.Turn{{From: at, To: at.AddDate(0, 0, 1), Primary: fmt.Sprint(i % 10)}}})
	}
	c := duty.Of(shifts, first, first.AddDate(1, 0, 0))
	if len(c.Turns) != 365 || len(c.Gaps) != 0 || len(c.Overlaps) != 0 {
		t.Errorf("%d turns, %d gaps, %d overlaps", len(c.Turns), len(c.Gaps), len(c.Overlaps))
	}
}
