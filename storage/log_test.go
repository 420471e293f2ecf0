package storage

import (
	"slices"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

// logged is an office with two days' work: tickets of one day, steps on the next.
func logged(t *testing.T) *office {
	t.Helper()
	now := time.Date(2026, 3, 5, 10, 0, 0, 0, ledger.Zone)
	o := newOffice(t, now)
	at := now
	o.Now = func() time.Time { return at }
	o.signContract(t, "2026-01-01", "2026-12-31")
	o.desk.fill(700) // more than one commit holds
	for _, key := range []string{"W2026-000001", "W2026-000002", "W2026-000003"} {
		at = at.Add(time.Minute)
		if _, err := o.Act(t.Context(), app.Step{Kind: "ticket", Key: key, Action: "note", Values: map[string]string{"text": "核对了名单"}}); err != nil {
			t.Fatal(err)
		}
	}
	return o
}

func TestTheLogIsPagedLineByLine(t *testing.T) {
	o := logged(t)
	all, more, err := o.AuditLog(t.Context(), app.AuditQuery{})
	if err != nil || more || len(all) < 700 {
		t.Fatal(len(all), more, err)
	}
	for _, page := range []int{1, 7, 499, len(all)} {
		var got []app.Logged
		q := app.AuditQuery{Limit: page}
		for {
			list, more, err := o.AuditLog(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			if got = append(got, list...); !more || page == 1 && len(got) > 20 {
				break
			}
			q.After = list[len(list)-1].Mark
		}
		if want := all[:len(got)]; !slices.Equal(got, want) || page > 1 && len(got) != len(all) {
			t.Errorf("by pages of %d: %d lines, want %d", page, len(got), len(all))
		}
	}
}

func TestTheLogIsNarrowed(t *testing.T) {
	o := logged(t)
	note, _ := o.Kinds.Kind("ticket").Action("note")
	for name, c := range map[string]struct {
		q    app.AuditQuery
		want int
	}{
		"by what was done":     {app.AuditQuery{Kinds: []string{"ticket"}, Actions: []string{note.Label}}, 3},
		"by its name":          {app.AuditQuery{Actions: []string{"note"}}, 3},
		"by a record's number": {app.AuditQuery{Record: "W2026-000002", Actions: []string{"note"}}, 1},
		"by what is not there": {app.AuditQuery{Record: "W2026-999999"}, 0},
		"by nobody":            {app.AuditQuery{Actors: []string{"李工"}}, 0},
		"by the day before":    {app.AuditQuery{Actions: []string{"note"}, To: "2026-03-04"}, 0},
		"by its day":           {app.AuditQuery{Actions: []string{"note"}, From: "2026-03-05", To: "2026-03-05"}, 3},
		"by the day after":     {app.AuditQuery{Actions: []string{"note"}, From: "2026-03-06"}, 0},
		"by accounts":          {app.AuditQuery{Sorts: []app.Sort{app.Enrolled}}, 1},
		"by nothing of a sort": {app.AuditQuery{Sorts: []app.Sort{app.Erased, app.Exported}}, 0},
	} {
		list, _, err := o.AuditLog(t.Context(), c.q)
		if err != nil || len(list) != c.want {
			t.Errorf("%s: %d lines, want %d %v", name, len(list), c.want, err)
		}
	}
}

func TestALineOfTheLogNamesItsRecord(t *testing.T) {
	o := logged(t)
	list, _, err := o.AuditLog(t.Context(), app.AuditQuery{Limit: 1})
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	if l := list[0]; l.Number != "W2026-000003" || l.Title == "" || l.Actor == "" || l.Reason != "核对了名单" || l.Time != "2026-03-05T10:03:00+08:00" {
		t.Errorf("%+v", l)
	}
}
