package storage

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
)

func TestAStepIsReadAgainAfterReopening(t *testing.T) {
	d := newDesk(t, 1)
	d.found()
	id := d.receive("W2026-000123", "镇江养老待遇调整")
	d.step(id, "accept", ledger.Fields{"responded": ledger.FormatTime(d.wall), "assignee": "张工"})
	d.reopen()
	rec := d.record("W2026-000123")
	if rec.State != ticket.Accepted || rec.Fields["requester"] != "李小芳" || len(rec.Steps) != 2 || rec.Fields["responded"] == nil {
		t.Fatalf("%+v", rec)
	}
	if a := d.verify(); !a.OK || a.Commits != 3 || a.Records != 1 {
		t.Fatalf("%+v", a)
	}
	r, err := d.store.Rebuild(context.Background(), nil)
	if err != nil || r.Changed != 0 || r.Records != 1 {
		t.Fatalf("%+v %v", r, err)
	}
	if a := d.verify(); !a.OK {
		t.Fatalf("after rebuild: %v", a.Faults)
	}
}

func TestSearchFindsWhatPeopleType(t *testing.T) {
	d := newDesk(t, 1)
	d.found()
	d.receive("W2026-000123", "镇江养老待遇调整")
	d.receive("W2026-000999", "失业金发放失败 ORA-01555")
	for text, want := range map[string]string{"养老": "W2026-000123", "镇": "W2026-000123", "整": "W2026-000123", "养老待遇调": "W2026-000123",
		"zjyl": "W2026-000123", "yldy": "W2026-000123", "0123": "W2026-000123", "W2026-000123": "W2026-000123", "w2026000123": "W2026-000123",
		"ora": "W2026-000999", "01555": "W2026-000999", "失业 失败": "W2026-000999", "老镇": "", "李小芳": "", "13812345678": "", "养老 失业": "",
		"ＯＲＡ": "W2026-000999", `"`: "W2026-000999 W2026-000123", "NEAR( *": ""} {
		if got := strings.Join(d.numbers(app.Query{Search: text}), " "); got != want {
			t.Errorf("%s: found %q", text, got)
		}
	}
}

func TestListsNarrowSortAndPage(t *testing.T) {
	d := newDesk(t, 1)
	d.found()
	for i := range 9 {
		id := d.receive(fmt.Sprintf("W%d", i), "标题")
		if i%3 == 0 {
			d.step(id, "accept", ledger.Fields{"responded": ledger.FormatTime(d.wall)})
		}
	}
	check := func(q app.Query, want string) {
		t.Helper()
		if got := strings.Join(d.numbers(q), " "); got != want {
			t.Errorf("%+v: %s", q, got)
		}
	}
	check(app.Query{Where: []app.Condition{{Key: "state", Op: app.Equal, Value: []string{"accepted"}}}}, "W6 W3 W0")
	check(app.Query{Sort: "-arrived", Limit: 2, Offset: 1}, "W7 W6")
	check(app.Query{Sort: "arrived", Limit: 2}, "W0 W1")
	check(app.Query{Where: []app.Condition{{Key: "number", Op: app.Equal, Value: []string{"W1", "W2"}}}, Sort: "number"}, "W1 W2")
	check(app.Query{Where: []app.Condition{{Key: "region", Op: app.Differs, Value: []string{"丹徒区"}}}}, "")
	err := d.store.View(context.Background(), func(r app.Reader) error {
		return r.Each(context.Background(), app.Query{Kind: "ticket", Sort: "1; drop table commits"}, nil)
	})
	var unknown *UnknownFieldError
	if !errors.As(err, &unknown) {
		t.Errorf("a key that is none: %v", err)
	}
}

func TestCommitsInAnyOrderFoldAlike(t *testing.T) {
	a, b := newDesk(t, 1), newDesk(t, 2)
	a.found(b)
	hand(t, b, a.sent...)
	id := a.receive("W1", "标题")
	hand(t, b, a.sent...)
	a.step(id, "accept", ledger.Fields{"responded": ledger.FormatTime(a.wall)})
	b.step(id, "void", ledger.Fields{"reason": "重复"})
	all := append(append([]*ledger.Sealed{}, a.sent...), b.sent...)
	for seed := range uint64(20) {
		c := newDesk(t, 3)
		r := rand.New(rand.NewPCG(seed, 1))
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		for _, s := range all {
			hand(t, c, s)
			hand(t, c, s)
		}
		rec := c.record("W1")
		if rec.State != ticket.Accepted || len(rec.Conflicts) != 1 || len(rec.Steps) != 3 || rec.Incomplete {
			t.Fatalf("seed %d: %s, %d conflicts, %d steps", seed, rec.State, len(rec.Conflicts), len(rec.Steps))
		}
		if v := c.verify(); !v.OK {
			t.Fatalf("seed %d: %v", seed, v.Faults)
		}
	}
}

func hand(t testing.TB, to *desk, commits ...*ledger.Sealed) {
	t.Helper()
	err := to.store.Write(context.Background(), func(w app.Writer) error { return w.Append(context.Background(), commits...) })
	if err != nil {
		t.Fatal(err)
	}
}

func TestAFailedWriteLeavesNothing(t *testing.T) {
	d := newDesk(t, 1)
	d.found()
	stop := errors.New("stop")
	before := len(d.sent)
	err := d.store.Write(context.Background(), func(w app.Writer) error {
		tip, _ := w.Tip(context.Background())
		s, _ := d.author.Write(tip, ledger.Draft{Wall: d.wall, Entries: []ledger.Entry{{Record: "00000000000000000000000000000001", Kind: "ticket", Action: "receive", Fields: ledger.Fields{"title": "x"}}}})
		if err := w.Append(context.Background(), s); err != nil {
			return err
		}
		return stop
	})
	if !errors.Is(err, stop) {
		t.Fatal(err)
	}
	if got := d.numbers(app.Query{}); len(got) != 0 {
		t.Fatalf("left %v", got)
	}
	d.receive("W1", "此后照常")
	if a := d.verify(); !a.OK || a.Commits != before+1 {
		t.Fatalf("%+v", a)
	}
}

func TestTamperingWithTheKeyInHandIsFound(t *testing.T) {
	for name, sql := range map[string]string{
		"body of a row":      "UPDATE r_ticket SET body = json_set(body, '$.title', '改过')",
		"state of a row":     "UPDATE r_ticket SET state = 'confirmed'",
		"facts":              "UPDATE r_ticket SET facts = json_set(facts, '$.arrived', '2020-01-01T00:00:00+08:00')",
		"a row removed":      "DELETE FROM r_ticket",
		"a commit's text":    "UPDATE commits SET bytes = CAST(replace(CAST(bytes AS TEXT), '标题', '改题') AS BLOB) WHERE id = 2",
		"the last commit":    "DELETE FROM entries WHERE commit_id = 3; DELETE FROM personal WHERE commit_id = 3; DELETE FROM commits WHERE id = 3",
		"an entry row":       "DELETE FROM entries WHERE commit_id = 3",
		"a personal part":    "UPDATE personal SET body = '{\"requester\":\"王五\"}'",
		"the search text":    "UPDATE search SET two = '别的'",
		"a search row":       "DELETE FROM search",
		"a counter":          "UPDATE counters SET n = n + 1 WHERE field = 'state'",
		"a day's counter":    "UPDATE days SET n = n + 1",
		"a day's removal":    "DELETE FROM days",
		"a commit's hash":    "UPDATE commits SET hash = 'ff' || substr(hash, 3) WHERE id = 3",
		"the running number": "UPDATE numbers SET last = 1",
		"the ids of commits": "UPDATE sqlite_sequence SET seq = 1",
		"a commit's history": "UPDATE commits SET clock = '{}' WHERE id = 2",
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, 1)
			d.found()
			id := d.receive("W1", "标题")
			d.step(id, "accept", ledger.Fields{"responded": ledger.FormatTime(d.wall)})
			d.own("自编号的", 2)
			if a := d.verify(); !a.OK {
				t.Fatalf("whole: %v", a.Faults)
			}
			if _, err := d.store.writer.Exec(sql); err != nil {
				t.Fatal(err)
			}
			if a := d.verify(); a.OK {
				t.Error("not found")
			}
		})
	}
}

func TestErasedPersonalPartsAreGone(t *testing.T) {
	d := newDesk(t, 1)
	d.found()
	id := d.receive("W1", "标题")
	d.step(id, ledger.Erase, ledger.Fields{"why": "本人要求"})
	rec := d.record("W1")
	if rec.Fields["requester"] != ledger.ErasedMark {
		t.Fatalf("%v", rec.Fields)
	}
	var n int
	if err := d.store.writer.QueryRow("SELECT count(*) FROM personal").Scan(&n); err != nil || n != 0 {
		t.Fatalf("%d parts left, %v", n, err)
	}
	if a := d.verify(); !a.OK {
		t.Fatal(a.Faults)
	}
}

func TestGoldenSchema(t *testing.T) {
	d := newDesk(t, 1)
	rows, err := d.store.writer.Query("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'search_%' AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, name")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		b.WriteString(s + ";\n\n")
	}
	golden := filepath.Join("testdata", "schema.sql")
	if *update {
		os.MkdirAll("testdata", 0o755)
		os.WriteFile(golden, []byte(b.String()), 0o644)
	}
	want, err := os.ReadFile(golden)
	if err != nil || string(want) != b.String() {
		t.Fatalf("schema differs from %s (run with -update and read the difference): %v", golden, err)
	}
}

func BenchmarkImport(b *testing.B) {
	for b.Loop() {
		d := newDesk(b, 1)
		d.found()
		d.importTickets(20000)
	}
}

// importTickets writes n new tickets with two steps each in one transaction.
func (d *desk) importTickets(n int) {
	err := d.store.Write(context.Background(), func(w app.Writer) error {
		var entries []ledger.Entry
		flush := func() error {
			tip, _ := w.Tip(context.Background())
			s, err := d.author.Write(tip, ledger.Draft{Entries: entries, Wall: d.wall})
			if err != nil {
				return err
			}
			entries = nil
			return w.Append(context.Background(), s)
		}
		for i := range n {
			number := fmt.Sprintf("W%06d", i)
			id := ledger.NewRecordID(d.store.meta.Ledger, "ticket", number)
			entries = append(entries, ledger.Entry{Record: id, Kind: "ticket", Action: "receive", Fields: ledger.Fields{
				"outside_number": number, "title": "养老待遇计算结果有误需要核对", "description": "单位申报后系统提示缴费基数超出上限，请协助处理并反馈结果", "system": "工单系统", "region": "丹徒区", "arrived": ledger.FormatTime(d.wall)}},
				ledger.Entry{Record: id, Kind: "ticket", Action: "accept", Fields: ledger.Fields{"responded": ledger.FormatTime(d.wall)}})
			if len(entries) >= ledger.MaxEntries-2 {
				if err := flush(); err != nil {
					return err
				}
			}
		}
		return flush()
	})
	if err != nil {
		panic(err)
	}
}
