package demo

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/sla"
	"opsledger/cmd/internal/boot"
	"opsledger/storage/vault"
)

var (
	cheap = vault.Cost{MemoryKiB: 8, Time: 1, Threads: 1}
	now   = time.Date(2026, 3, 12, 16, 0, 0, 0, ledger.Zone)
)

func clock() time.Time { return now }

// open makes a demo and opens its store.
func open(t *testing.T, o Options) (Made, *boot.Session) {
	t.Helper()
	o.Dir, o.Now, o.Cost = t.TempDir(), clock, cheap
	made, err := Make(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	s, err := boot.Open(t.Context(), boot.Options{Dir: made.Store, Password: Password, Program: "opsctl", Now: clock, Cost: cheap})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return made, s
}

func TestASmallDemoIsWholeAndHolds(t *testing.T) {
	ctx := t.Context()
	made, s := open(t, Options{Tickets: Small})
	for _, f := range made.Files {
		if st, err := os.Stat(f); err != nil || st.Size() == 0 {
			t.Error(f, err)
		}
	}
	exports := slices.DeleteFunc(slices.Clone(made.Files), func(f string) bool { return filepath.Base(filepath.Dir(f)) != "导出" })
	for path, rows := range map[string]int{made.Files[0]: Small, exports[len(exports)-1]: 0} {
		in, err := s.ImportTickets(ctx, path, app.Importing{}, nil)
		if err != nil || len(in.Faults) > 0 || rows > 0 && (in.Rows != rows || in.Unchanged != rows) || in.Created != 0 {
			t.Errorf("%s again: %+v %v", path, in, err)
		}
	}
	steps := taken(t, s)
	for _, action := range []string{"ticket receive", "ticket accept", "ticket assign", "ticket return", "ticket note", "ticket answer", "ticket resolve", "ticket confirm", "ticket rework", "ticket void",
		"ticket suspend", "ticket resume", "ticket escalate", "ticket forward", "ticket feed-back", "ticket request-extension", "ticket grant-extension",
		"ticket claim-excuse", "ticket grant-excuse", "ticket deny-excuse", "ticket act-first", "ticket file-late", "ticket add-vendor", "ticket close-vendor",
		"ticket merge", "ticket attach", "ticket amend", "coordination send", "coordination link", "coordination answer", "coordination close", "person join", "unit record", "contract sign",
		"report finalise", "report submit", "report correct", "check take"} {
		if steps[action] == 0 {
			t.Errorf("nobody took %s", action)
		}
	}
	if n := steps["ticket receive"]; n < Small || n > Small+20 || steps["report finalise"] < 7 || steps["check take"] < 45 {
		t.Error(steps)
	}
	holds(t, s)
}

// taken counts the steps of a ledger by kind and action.
func taken(t *testing.T, s *boot.Session) map[string]int {
	t.Helper()
	log, _, err := s.AuditLog(t.Context(), app.AuditQuery{})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, l := range log {
		out[l.Kind+" "+l.Action]++
	}
	return out
}

// holds verifies a ledger and folds it anew.
func holds(t *testing.T, s *boot.Session) {
	t.Helper()
	audit, err := s.Store.Verify(t.Context(), nil)
	if err != nil || !audit.OK {
		t.Error(audit.Faults, err)
	}
	if again, err := s.Store.Rebuild(t.Context(), nil); err != nil || again.Changed != 0 {
		t.Errorf("%+v %v", again, err)
	}
	due, err := s.Due(t.Context(), time.Time{}, time.Time{})
	states := map[sla.State]int{}
	for _, d := range due {
		states[d.State]++
	}
	if err != nil || states[sla.Overdue] == 0 || states[sla.Running] == 0 {
		t.Error(states, err)
	}
}

func TestSeveralYearsHaveAContractEach(t *testing.T) {
	_, s := open(t, Options{Tickets: 40, Years: 3})
	list, err := s.List(t.Context(), app.Query{Kind: "contract"}, "")
	if err != nil || len(list) != 3 {
		t.Error(len(list), err)
	}
	holds(t, s)
}

func TestADemoStopsWhenAsked(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	o := Options{Dir: t.TempDir(), Tickets: 40, Now: clock, Cost: cheap, Say: func(format string, _ ...any) {
		if strings.HasPrefix(format, "导入") {
			stop()
		}
	}}
	if _, err := Make(ctx, o); err == nil {
		t.Error("it went on")
	}
}
