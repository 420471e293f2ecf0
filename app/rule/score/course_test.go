package score

import (
	"slices"
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/ledger/story"
)

func TestTheCourseIsWhereTheTotalStoodAtEachMonthsEnd(t *testing.T) {
	most := Points(1_000)
	c := Card{From: "2025-12-15", To: "2026-12-14", AsOf: story.At("2026-03-31 10:00"), Base: 100_000, Total: 97_500, Clauses: []Line{
		{Cap: &most, Evidence: []Piece{{On: "2025-12-31", Points: -600}, {On: "2026-01-01", Points: -600}, {On: "2026-02-10", Points: -600}}},
		{Evidence: []Piece{{On: "2026-02-28", Points: -2_000}, {On: "2026-03-01", Points: 500}, {On: "2026-02-01"}}},
	}}
	for name, want := range map[string][]Stand{
		"2026-03-31 10:00": {{"2025-12-31", 99_400}, {"2026-01-31", 99_000}, {"2026-02-28", 97_000}, {"2026-03-31", 97_500}},
		"2026-03-05 10:00": {{"2025-12-31", 99_400}, {"2026-01-31", 99_000}, {"2026-02-28", 97_000}, {"2026-03-05", 97_500}},
		"2025-12-20 10:00": {{"2025-12-20", 97_500}},
	} {
		if c.AsOf = story.At(name); !slices.Equal(c.Course(), want) {
			t.Errorf("as of %s: %v", name, c.Course())
		}
	}
	c.AsOf = story.At("2027-02-01 10:00")
	if got := c.Course(); len(got) != 13 || got[12] != (Stand{ledger.Day("2026-12-14"), 97_500}) || got[11].On != "2026-11-30" {
		t.Errorf("after its end: %v", got)
	}
}
