package ticket

import (
	"slices"
	"time"

	"opsledger/app/ledger"
)

// ProvinceEnd is the key under which an import's note tells another end of the work than the ledger has.
const ProvinceEnd = "province_resolved"

// hear takes what an import told of the resolve that stands. Of one that was imported it is a correction; of one told here it stands beside
// it, and nothing is overwritten (records.md). A note that a person writes moves no clock.
func (f *Facts) hear(s *ledger.Taken) {
	at := ledger.ParseTime(s.Value(ProvinceEnd))
	if at.IsZero() || s.Text("source") == "" {
		return
	}
	for i := len(f.Resolves) - 1; i >= 0; i-- {
		r := &f.Resolves[i]
		if !r.Returned.IsZero() {
			continue
		}
		if r.Province = at; r.Imported {
			r.At, r.Province = at, time.Time{}
		}
		return
	}
}

// ByProvince gives the facts that the assessed clock uses as of a moment: the ends that the province tells in the place of those told here.
// An end after that moment is not told yet, and what came back before such an end keeps its own.
func (f Facts) ByProvince(t time.Time) Facts {
	takes := func(r Resolve) bool {
		return !r.Province.IsZero() && !r.Province.After(t) && (r.Returned.IsZero() || !r.Province.After(r.Returned))
	}
	if !slices.ContainsFunc(f.Resolves, takes) {
		return f
	}
	f.Resolves = slices.Clone(f.Resolves)
	for i, r := range f.Resolves {
		if takes(r) {
			f.Resolves[i].At = r.Province
		}
	}
	slices.SortStableFunc(f.Resolves, func(a, b Resolve) int { return a.At.Compare(b.At) })
	f.Resolved = standing(f.Resolves)
	return f
}

// standing is the end of the latest resolve that did not come back; zero: none.
func standing(list []Resolve) (at time.Time) {
	for _, r := range list {
		if r.Returned.IsZero() {
			at = r.At
		}
	}
	return at
}
