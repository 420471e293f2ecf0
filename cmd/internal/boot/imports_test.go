package boot

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opsledger/app"
	"opsledger/app/fault"
)

// csv writes an export of so many tickets and gives its path.
func csv(t *testing.T, rows int) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("工单号,标题,所属系统,区域,到达时间\n")
	for i := range rows {
		fmt.Fprintf(&b, "W%05d,第%d件,工单系统,丹徒区,2026-03-09 09:00\n", i, i)
	}
	path := filepath.Join(t.TempDir(), "export.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// holds requires that the ledger has n tickets, the first one of founded included, and a clean audit.
func (s *Session) holds(t *testing.T, n int) {
	t.Helper()
	ctx := context.Background()
	err := s.Store.View(ctx, func(r app.Reader) error {
		got, err := r.Count(ctx, app.Query{Kind: "ticket"}, 0)
		if got != n {
			t.Errorf("%d tickets, should be %d", got, n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if audit, err := s.Store.Verify(ctx, nil); err != nil || !audit.OK {
		t.Errorf("audit %v %v", audit.Faults, err)
	}
}

func TestAFileThatChangesWhileItIsReadIsToldAndNothingIsImported(t *testing.T) {
	for name, change := range map[string]func(path string) error{
		"grows": func(path string) error {
			f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			defer f.Close()
			_, err = f.WriteString("W99999,再一件,工单系统,丹徒区,2026-03-09 09:00\n")
			return err
		},
		"is replaced": func(path string) error {
			if err := os.WriteFile(path+".new", []byte("x"), 0o600); err != nil {
				return err
			}
			return os.Rename(path+".new", path)
		},
		"is taken away": os.Remove,
	} {
		t.Run(name, func(t *testing.T) {
			s := founded(t)
			defer s.Close()
			path, changed := csv(t, 1200), false
			_, err := s.ImportTickets(context.Background(), path, app.Importing{}, func(int) {
				if !changed {
					changed = true
					if err := change(path); err != nil {
						t.Error(err)
					}
				}
			})
			if !changed || !fault.Is(err, fault.FileChanged) {
				t.Errorf("changed %v, %v", changed, err)
			}
			s.holds(t, 1)
		})
	}
}

func TestAnImportStoppedOrRefusedAnywhereLeavesNothing(t *testing.T) {
	s := founded(t)
	defer s.Close()
	path := csv(t, 3000)
	for _, at := range []int{500, 1500, 3000} {
		ctx, stop := context.WithCancel(context.Background())
		_, err := s.ImportTickets(ctx, path, app.Importing{}, func(rows int) {
			if rows >= at {
				stop()
			}
		})
		stop()
		if !fault.Is(err, fault.Cancelled) {
			t.Errorf("stopped at %d: %v", at, err)
		}
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	faulty := filepath.Join(t.TempDir(), "faulty.csv")
	if err := os.WriteFile(faulty, append(raw, "W9,坏,工单系统,别处,2026-03-09 09:00\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := s.ImportTickets(context.Background(), faulty, app.Importing{AllOrNothing: true}, nil); !fault.Is(err, fault.ImportFaults) || out.FaultyRows != 1 || out.Created != 0 {
		t.Errorf("all or nothing: %+v %v", out, err)
	}
	if out, err := s.ImportTickets(context.Background(), path, app.Importing{DryRun: true}, nil); err != nil || out.Created != 3000 {
		t.Errorf("dry run: %d %v", out.Created, err)
	}
	s.holds(t, 1)
}

func TestProgressRisesToTheRowsThereAre(t *testing.T) {
	s := founded(t)
	defer s.Close()
	last, calls := 0, 0
	out, err := s.ImportTickets(context.Background(), csv(t, 3000), app.Importing{Progress: func(done, total int) {
		if calls++; done <= last || total < 3000 || total > 3001 {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last = done
	}}, nil)
	if err != nil || out.Created != 3000 || calls < 10 || last < 2800 {
		t.Errorf("%+v %v, %d calls up to %d", out, err, calls, last)
	}
	s.holds(t, 3001)
}

func TestCellsPastedIntoTheWindowComeInLikeAFile(t *testing.T) {
	s := founded(t)
	defer s.Close()
	const cells = "工单号\t标题\t系统\t区域\t到达时间\r\nW1\t\"两\n行\"\t工单系统\t丹徒区\t2026/3/9 9:00\r\n"
	for _, want := range []app.Imported{{Created: 1}, {Unchanged: 1}} {
		out, err := s.ImportPasted(context.Background(), "ticket", cells, app.Importing{})
		if err != nil || out.Created != want.Created || out.Unchanged != want.Unchanged || out.Rows != 1 {
			t.Errorf("%+v %v", out, err)
		}
	}
	if _, err := s.ImportPasted(context.Background(), "ticket", "工单号\t标题\t系统\n1\t2\t3\n", app.Importing{}); !fault.Is(err, fault.SheetHeader) {
		t.Error(err)
	}
	s.holds(t, 2)
}

func TestWhatAnImportMadeAndChangedIsFoundByItsGroup(t *testing.T) {
	now := local("2026-03-12 09:00")
	s := reporting(t, &now)
	numbers := func(group string) string {
		t.Helper()
		q, err := s.Query(t.Context(), "ticket", app.Filter{Where: []string{app.GroupKey + "=" + group}, Sort: "number"})
		if err != nil {
			t.Fatal(err)
		}
		list, err := s.List(t.Context(), q, "")
		if n, err2 := s.Count(t.Context(), q, 0); err != nil || err2 != nil || n != len(list) {
			t.Errorf("%d counted, %d listed, %v %v", n, len(list), err, err2)
		}
		var out []string
		for _, one := range list {
			out = append(out, one.Number)
		}
		return strings.Join(out, " ")
	}
	write := func(lines ...string) string {
		path := filepath.Join(t.TempDir(), "export.csv")
		if err := os.WriteFile(path, []byte("工单号,标题,所属系统,区域,到达时间\n"+strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	one, err := s.ImportTickets(t.Context(), write("W1,甲,工单系统,丹徒区,2026-03-09 09:00", "W2,乙,工单系统,丹徒区,2026-03-09 09:00"), app.Importing{}, nil)
	if err != nil || numbers(one.Group) != "W1 W2" {
		t.Errorf("%q %v", numbers(one.Group), err)
	}
	next := write("W1,甲,工单系统,丹徒区,2026-03-09 09:00", "W2,乙改,工单系统,丹徒区,2026-03-09 09:00", "W3,丙,工单系统,丹徒区,2026-03-10 09:00")
	dry, err := s.ImportTickets(t.Context(), next, app.Importing{DryRun: true}, nil)
	if err != nil || dry.Group != "" {
		t.Errorf("a preview has a group: %q %v", dry.Group, err)
	}
	two, err := s.ImportTickets(t.Context(), next, app.Importing{}, nil)
	if err != nil || numbers(two.Group) != "W2 W3" || numbers(one.Group) != "W1 W2" || numbers("nothing") != "" {
		t.Errorf("%q %q %q %v", numbers(two.Group), numbers(one.Group), numbers("nothing"), err)
	}
	if _, err := s.Store.Rebuild(t.Context(), nil); err != nil || numbers(two.Group) != "W2 W3" {
		t.Errorf("after a rebuild: %q %v", numbers(two.Group), err)
	}
}
