package boot

import (
	"strings"
	"testing"

	"opsledger/app"
)

func TestTheFileOfAStepOnManyIsAttachedToEachOrToNone(t *testing.T) {
	now := local("2026-03-10 10:00")
	s := reporting(t, &now)
	for _, title := range []string{"甲", "乙", "丙"} {
		s.receive(t, title)
	}
	list, err := s.List(t.Context(), app.Query{Kind: "ticket", Sort: "number"}, "")
	if err != nil || len(list) != 3 {
		t.Fatal(len(list), err)
	}
	a, b, c := list[0].Number, list[1].Number, list[2].Number
	now = local("2026-03-10 11:00")
	ask := map[string]string{"requested": "2026-03-10T10:30", "reason": "数据量大", "proposed": "2026-03-13T18:00"}
	if _, err := s.ActAll(t.Context(), app.Bulk{Kind: "ticket", Keys: []string{a, b}, Action: "request-extension", Values: ask}); err != nil {
		t.Fatal(err)
	}
	grant := app.Bulk{Kind: "ticket", Keys: []string{a, b, c}, Action: "grant-extension",
		Values: map[string]string{"due": "2026-03-13T18:00", "ruled": "2026-03-10T10:50", "paper_date": "2026-03-10"},
		Files:  map[string]app.File{"paper": {Name: "批复.pdf", Data: []byte("同意延期")}}}
	attached := func(number string, n int) {
		t.Helper()
		if one, err := s.Show(t.Context(), "ticket", number, false, ""); err != nil || len(one.Attached) != n {
			t.Errorf("%s has %d attachments, should have %d, %v", number, len(one.Attached), n, err)
		}
	}
	if _, err := s.ActAll(t.Context(), grant); err == nil || !strings.Contains(err.Error(), c) {
		t.Errorf("one that asked for nothing: %v", err)
	}
	attached(a, 0)
	grant.Keys = []string{a, b, a}
	recs, err := s.ActAll(t.Context(), grant)
	if err != nil || len(recs) != 2 {
		t.Fatal(len(recs), err)
	}
	attached(a, 1)
	attached(b, 1)
	last := recs[0].Steps[len(recs[0].Steps)-1]
	if last.Entry.Action != "grant-extension" || !last.Counts || last.Text("paper") == "" {
		t.Errorf("%s counts %v, rests on %q", last.Entry.Action, last.Counts, last.Text("paper"))
	}
	if _, err := s.TakeBackGroup(t.Context(), last.Node.Group); err != nil {
		t.Fatal(err)
	}
	attached(a, 0)
	if audit, err := s.Store.Verify(t.Context(), nil); err != nil || !audit.OK {
		t.Errorf("audit %v %v", audit.Faults, err)
	}
}
