package meeting

import (
	"testing"

	"opsledger/cmd/internal/planted"
)

// hunted is how each bug is looked for: within so many schedules.
var hunted = []string{"-schedules", "400", "-shrink=false"}

const hunter = "TestStationsThatMeetHoldTheSame"

var bugs = []planted.Bug{
	{Name: "signatures of commits are not looked at", File: "app/ledger/commit.go",
		Old: `func (s *Sealed) Verify(public ed25519.PublicKey) error {`, New: `func (s *Sealed) Verify(public ed25519.PublicKey) error { if mutated("signatures of commits are not looked at") { return nil }; `},
	{Name: "a replay is taken for new", File: "storage/append.go",
		Old: `Scan(&known); err != nil || known > 0 {
`, New: `Scan(&known); err != nil || known > 0 {
		if mutated("a replay is taken for new") { w.arrived.count(s); w.arrived.at(1) }
`},
	{Name: "what waits is dropped", File: "storage/append.go",
		Old: `		w.waiting.add(w.missing(s), s.Hash)
		return w.store`, New: `		if mutated("what waits is dropped") { return nil }
		w.waiting.add(w.missing(s), s.Hash)
		return w.store`},
	{Name: "half a file stays", File: "storage/store.go",
		Old: `	} else {
		tx.Rollback()`, New: `	} else if mutated("half a file stays") {
		w.finish()
		s.conclude(tx)
	} else {
		tx.Rollback()`},
	{Name: "the receipt is forgotten", File: "app/hearing.go",
		Old: `	return keepHeard(ctx, in.w, all)
}`, New: `	if mutated("the receipt is forgotten") { return nil }
	return keepHeard(ctx, in.w, all)
}`},
	{Name: "what a store once had it is taken to have", File: "app/hearing.go",
		Old: `	all[now.Feed] = now
`, New: `	if mutated("what a store once had it is taken to have") { now.Heads = append(now.Heads, before.Heads...) }
	all[now.Feed] = now
`},
	{Name: "the order of arrival decides", File: "storage/fold.go",
		Old: `	slices.SortFunc(list, (*ledger.Placed).Compare)
`, New: `	if mutated("the order of arrival decides") {
		for i, p := range list { n := *p.Node; n.Lamport, p.Node = int64(i), &n }
	}
	slices.SortFunc(list, (*ledger.Placed).Compare)
`},
	{Name: "a revoked key's file is taken in", File: "app/receiving.go",
		Old: `if roster.Revoked(k) {`, New: `if roster.Revoked(k) && !mutated("a revoked key's file is taken in") {`},
	{Name: "a revoked key goes on counting", File: "app/ledger/roster.go",
		Old: `func (r *Roster) cut(n *Node) bool {`, New: `func (r *Roster) cut(n *Node) bool { if mutated("a revoked key goes on counting") { return false }; `},
	{Name: "an erasure falls with its author", File: "app/ledger/fold.go",
		Old: `case p.Entry.Action == Erase:`, New: `case p.Entry.Action == Erase && !mutated("an erasure falls with its author"):`},
	{Name: "a number of two records opens one", File: "storage/reader.go",
		Old: `	case len(found) > 1:`, New: `	case len(found) > 1 && !mutated("a number of two records opens one"):`},
	{Name: "anyone rules for the center", File: "app/ledger/fold.go",
		Old: `case s.Action.Reserved &&`, New: `case s.Action.Reserved && !mutated("anyone rules for the center") &&`},
	{Name: "the latest clock is adopted", File: "app/app.go",
		Old: `	s, err := a.Author.Write(tip, d)
`, New: `	for _, n := range tip.Others {
		if mutated("the latest clock is adopted") && n.Wall.After(d.Wall) { d.Wall = n.Wall }
	}
	s, err := a.Author.Write(tip, d)
`},
	{Name: "what is erased stays", File: "storage/fold.go",
		Old: `		if s.Erased {
			if err := w.exec("DELETE FROM personal`, New: `		if s.Erased && !mutated("what is erased stays") {
			if err := w.exec("DELETE FROM personal`},
	{Name: "what comes beside a roster step stays unerased", File: "storage/feed.go",
		Old: `errors.Join(w.forget(rec), `, New: `errors.Join(map[bool]func(*ledger.Record) error{true: func(*ledger.Record) error { return nil }, false: w.forget}[mutated("what comes beside a roster step stays unerased")](rec), `},
	{Name: "attachments stay behind", File: "app/packing.go",
		Old: `if err != nil || !named || size < 0 {`, New: `if err != nil || !named || size < 0 || mutated("attachments stay behind") {`},
	{Name: "what this version does not know is dropped", File: "storage/append.go",
		Old: `	n, err := w.place(s)
	switch {`, New: `	if mutated("what this version does not know is dropped") && s.Entries[0].Kind != ledger.RosterKind && w.s.kinds.Kind(s.Entries[0].Kind) == nil { return nil }
	n, err := w.place(s)
	switch {`},
	{Name: "heads in any order", File: "storage/reader.go",
		Old: `	slices.SortFunc(out, func(a, b app.Head) int {
`, New: `	if mutated("heads in any order") { return out }
	slices.SortFunc(out, func(a, b app.Head) int {
`},
}

// TestEveryPlantedBugIsFound shows that the schedules can fail, and at what.
func TestEveryPlantedBugIsFound(t *testing.T) {
	for i := range bugs {
		bugs[i].Check, bugs[i].Args = hunter, hunted
	}
	planted.Find(t, bugs, planted.Bug{Name: "none", Check: hunter, Args: []string{"-schedules", "10"}})
}
