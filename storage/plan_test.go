package storage

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

func where(key string, op app.Op, values ...string) app.Condition {
	return app.Condition{Key: key, Op: op, Value: values}
}

// plan is how SQLite goes about a list and its count.
func (d *desk) plan(q app.Query) (list, count string) {
	d.t.Helper()
	ctx := context.Background()
	q.Kind = "ticket"
	err := d.store.View(ctx, func(ar app.Reader) error {
		r := ar.(*reader)
		_, s, err := r.selectionOf(ctx, q, forRows)
		if err != nil {
			return err
		}
		if list, err = r.explain(s.list(), append(s.args, 50, 0)); err != nil {
			return err
		}
		if _, s, err = r.selectionOf(ctx, q, forNumber); err != nil {
			return err
		}
		query, args := s.count(1000)
		count, err = r.explain(query, args)
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return list, count
}

func (r *reader) explain(query string, args []any) (string, error) {
	rows, err := r.tx.Query("EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			return "", err
		}
		out = append(out, detail)
	}
	return strings.Join(out, "; "), rows.Err()
}

func TestOpeningAListReadsNoWholeTable(t *testing.T) {
	d := newDesk(t, 1)
	d.found()
	d.receive("W1", "养老待遇")
	if _, err := d.store.writer.Exec(`INSERT OR REPLACE INTO counters (kind, field, value, n) VALUES ('ticket', 'state', 'confirmed', 290000),
		('ticket', 'state', 'resolved', 5000), ('ticket', 'state', 'accepted', 40), ('ticket', 'state', 'new', 9)`); err != nil {
		t.Fatal(err)
	}
	if _, err := d.store.writer.Exec(`INSERT INTO search (rowid, tag) WITH RECURSIVE i(x) AS (SELECT 100 UNION ALL SELECT x + 1 FROM i LIMIT 2000)
		SELECT (SELECT ord FROM kinds WHERE name = 'ticket') << ? | x, ? FROM i`, ordBits, tagOf("region", "丹徒区")); err != nil {
		t.Fatal(err)
	}
	if _, err := d.store.writer.Exec(`INSERT INTO search (rowid, tag) WITH RECURSIVE i(x) AS (SELECT 5000 UNION ALL SELECT x + 1 FROM i LIMIT 2000)
		SELECT (SELECT ord FROM kinds WHERE name = 'ticket') << ? | x, ? FROM i`, ordBits, tagOf("requester_unit", "大单位")); err != nil {
		t.Fatal(err)
	}
	few, many := where("state", app.Equal, "new", "accepted", "suspended"), where("state", app.Equal, "confirmed")
	for name, c := range map[string]struct {
		q     app.Query
		index string
		sorts bool // a few rows may be sorted
	}{
		"newest first":              {app.Query{}, "r_ticket_last", false},
		"by number":                 {app.Query{Sort: "number"}, "r_ticket_number", false},
		"by arrival":                {app.Query{Sort: "-arrived"}, "r_ticket_arrived", false},
		"one common state":          {app.Query{Where: []app.Condition{many}}, "r_ticket_state (state=?)", false},
		"a state by label order":    {app.Query{Where: []app.Condition{many}, Sort: "-arrived"}, "r_ticket_arrived", false},
		"common states":             {app.Query{Where: []app.Condition{where("state", app.Equal, "confirmed", "resolved")}}, "r_ticket_last", false},
		"rare states":               {app.Query{Where: []app.Condition{few}}, "r_ticket_state (state=?)", true},
		"rare states by arrival":    {app.Query{Where: []app.Condition{few}, Sort: "-arrived"}, "r_ticket_state (state=?)", true},
		"all but void":              {app.Query{Where: []app.Condition{where("state", app.Differs, "void")}}, "r_ticket_last", false},
		"a day's arrivals":          {app.Query{Where: []app.Condition{where("arrived", app.Equal, "2026-03-05")}}, "r_ticket_arrived (f_arrived>? AND f_arrived<?)", false},
		"a span of arrivals":        {app.Query{Where: []app.Condition{where("arrived", app.AtLeast, "2026-03-01"), where("arrived", app.AtMost, "2026-03")}}, "r_ticket_arrived (f_arrived>? AND f_arrived<?)", false},
		"a span and common state":   {app.Query{Where: []app.Condition{many, where("arrived", app.AtLeast, "2026-03-01")}}, "r_ticket_arrived (f_arrived>?)", false},
		"a span and rare states":    {app.Query{Where: []app.Condition{few, where("arrived", app.AtLeast, "2026-03-01")}}, "r_ticket_state (state=?)", true},
		"an assignee":               {app.Query{Where: []app.Condition{where("assignee", app.Equal, "张工")}}, "r_ticket_assignee (f_assignee=?)", false},
		"an assignee's rare":        {app.Query{Where: []app.Condition{where("assignee", app.Equal, "张工"), few}}, "r_ticket_state (state=?)", true},
		"state and region":          {app.Query{Where: []app.Condition{many, where("region", app.Equal, "丹徒区")}}, "r_ticket_state (state=?)", false},
		"a common region":           {app.Query{Where: []app.Condition{where("region", app.Equal, "丹徒区")}}, "r_ticket_last", false},
		"a rare region":             {app.Query{Where: []app.Condition{where("region", app.Equal, "京口区")}}, "search VIRTUAL TABLE INDEX", true},
		"rare by arrival":           {app.Query{Where: []app.Condition{where("region", app.Equal, "京口区")}, Sort: "-arrived"}, "search VIRTUAL TABLE INDEX", true},
		"rare and common state":     {app.Query{Where: []app.Condition{many, where("category", app.Equal, "咨询")}}, "search VIRTUAL TABLE INDEX", true},
		"a unit of many":            {app.Query{Where: []app.Condition{where("requester_unit", app.Equal, "大单位")}}, "r_ticket_last; LIST SUBQUERY", false},
		"a unit of many by arrival": {app.Query{Where: []app.Condition{where("requester_unit", app.Equal, "大单位")}, Sort: "-arrived"}, "r_ticket_arrived; LIST SUBQUERY", false},
		"returned for quality":      {app.Query{Where: []app.Condition{where("quality", app.Equal, "true")}}, "search VIRTUAL TABLE INDEX", true},
		"what is waited for":        {app.Query{Where: []app.Condition{where("state", app.Equal, "resolved", "confirmed"), where("waiting", app.Equal, "补单")}}, "search VIRTUAL TABLE INDEX", true},
		"a title":                   {app.Query{Where: []app.Condition{where("title", app.Equal, "失业金")}}, "search VIRTUAL TABLE INDEX", true},
		"a common issue":            {app.Query{Where: []app.Condition{where("common_issue", app.Equal, "重复申报")}}, "search VIRTUAL TABLE INDEX", true},
		"two characters":            {app.Query{Search: "养老"}, "search VIRTUAL TABLE INDEX", false},
		"one character":             {app.Query{Search: "养"}, "search VIRTUAL TABLE INDEX", false},
		"a number's end":            {app.Query{Search: "0123"}, "search VIRTUAL TABLE INDEX", false},
		"two characters and state":  {app.Query{Search: "养老", Where: []app.Condition{many}}, "search VIRTUAL TABLE INDEX", false},
		"by identity":               {app.Query{Where: []app.Condition{where("id", app.Equal, "x")}}, "sqlite_autoindex_r_ticket_1 (id=?)", true},
		"by many identities":        {app.Query{Where: []app.Condition{where("id", app.Equal, strings.Split(strings.Repeat("x ", 30), " ")...)}}, "sqlite_autoindex_r_ticket_1 (id=?)", true},
		"by many numbers":           {app.Query{Where: []app.Condition{where("number", app.Equal, strings.Split(strings.Repeat("x ", 30), " ")...)}}, "r_ticket_number (number=?)", true},
	} {
		list, count := d.plan(c.q)
		if !strings.Contains(list, c.index) {
			t.Errorf("%s: %s", name, list)
		}
		if !c.sorts && strings.Contains(list, "TEMP B-TREE") {
			t.Errorf("%s sorts: %s", name, list)
		}
		for _, p := range []string{list, count} {
			if strings.HasSuffix(p, "SCAN r_ticket") || strings.Contains(p, "SCAN r_ticket;") {
				if p == list || len(c.q.Where) > 0 && c.q.Where[0].Op == app.Equal {
					t.Errorf("%s scans: %s", name, p)
				}
			}
		}
	}
}

func TestFindingARecordAndItsStepsReadsNoWholeTable(t *testing.T) {
	d := newDesk(t, 1)
	d.found()
	err := d.store.View(context.Background(), func(ar app.Reader) error {
		for query, args := range map[string][]any{
			byKey("ticket"): {"W1"},
			stepsOf:         {"W1"},
			heldCommits:     {},
			rosterSteps:     {},
			olderEntries:    {`["x"]`, 1},
			nextOnBranch:    {"x", 1, "x"},
			inRun:           {"x", 1, 2, "x", "placed"},
			partsOfRun:      {"x", 1, 2, "x", "placed"},
			waitingInFeeds:  {},

			disputedOf("ticket"): {"ticket"},

			touchedSince("ticket"):                                {1},
			"SELECT bytes FROM commits WHERE hash = ?":            {"x"},
			"SELECT field, value, n FROM counters WHERE kind = ?": {"ticket"},
		} {
			plan, err := ar.(*reader).explain(query, args)
			if err != nil {
				return err
			}
			if strings.Contains(strings.ReplaceAll(plan, "SCAN json_each", ""), "SCAN") && !strings.Contains(plan, "commits_status") && !strings.Contains(plan, "entries_roster") {
				t.Errorf("%s: %s", query, plan)
			}
			if strings.Contains(plan, "TEMP B-TREE") && slices.Contains([]string{nextOnBranch, inRun, partsOfRun}, query) { // what an export streams
				t.Errorf("%s sorts: %s", query, plan)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAKindHasAtMostSixIndexes(t *testing.T) {
	d := newDesk(t, 1)
	for _, k := range kinds.Kinds() {
		var n int
		if err := d.store.writer.QueryRow("SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", "r_"+k.Name).Scan(&n); err != nil || n > maxIndexes {
			t.Errorf("%s has %d indexes, %v", k.Name, n, err)
		}
	}
}

func TestFilterCountsAreKeptAndNotScanned(t *testing.T) {
	ctx := context.Background()
	d := newDesk(t, 1)
	d.found()
	for i := range 5 {
		id := d.receive(fmt.Sprintf("W%d", i), "标题")
		if i < 2 {
			d.step(id, "accept", ledger.Fields{"responded": ledger.FormatTime(d.wall)})
		}
	}
	tally := func() map[string]map[string]int {
		var out map[string]map[string]int
		if err := d.store.View(ctx, func(r app.Reader) (err error) { out, err = r.Tally(ctx, "ticket"); return err }); err != nil {
			t.Fatal(err)
		}
		return out
	}
	check := func() {
		t.Helper()
		got := tally()
		if got["state"]["new"] != 3 || got["state"]["accepted"] != 2 || got["region"]["丹徒区"] != 5 || len(got["state"]) != 2 {
			t.Errorf("%v", got)
		}
	}
	check()
	if _, err := d.store.writer.Exec("UPDATE counters SET n = 99"); err != nil {
		t.Fatal(err)
	}
	if a := d.verify(); a.OK {
		t.Error("wrong counts are not found")
	}
	if _, err := d.store.Rebuild(ctx, nil); err != nil {
		t.Fatal(err)
	}
	check()
}

func TestAStoreIndexedByAnotherRuleIsIndexedAnew(t *testing.T) {
	d := newDesk(t, 1)
	d.found()
	d.receive("W1", "批量调整 ORA-01555")
	if _, err := d.store.writer.Exec("UPDATE search SET word = 'w1', initials = 'pldz'; UPDATE meta SET value = 'of an earlier program' WHERE key = 'shape'"); err != nil {
		t.Fatal(err)
	}
	d.reopen()
	if got := d.numbers(app.Query{Search: "pltz ora01555"}); len(got) != 1 {
		t.Errorf("found %v", got)
	}
	if a := d.verify(); !a.OK {
		t.Error(a.Faults)
	}
}

func TestLocalSettingsSurviveARebuildAndReopening(t *testing.T) {
	ctx := context.Background()
	d := newDesk(t, 1)
	d.found()
	if err := d.store.Write(ctx, func(w app.Writer) error { return w.SetLocal(ctx, "views.ticket", "[]") }); err != nil {
		t.Fatal(err)
	}
	if _, err := d.store.Rebuild(ctx, nil); err != nil {
		t.Fatal(err)
	}
	d.reopen()
	err := d.store.View(ctx, func(r app.Reader) error {
		got, err := r.Local(ctx, "views.ticket")
		if got != "[]" {
			t.Errorf("left %q", got)
		}
		return err
	})
	if err != nil || len(d.sent) != 1 {
		t.Fatalf("%v, %d commits", err, len(d.sent))
	}
}

func TestTheFirstPageOfEveryKindWalksAnIndex(t *testing.T) {
	o := newOffice(t, time.Date(2026, 3, 5, 10, 0, 0, 0, ledger.Zone))
	for _, k := range o.Kinds.Kinds() {
		ran := o.desk.store.listening(func() {
			if _, err := o.Page(t.Context(), app.Query{Kind: k.Name}); err != nil {
				t.Fatal(k.Name, err)
			}
		})
		if slices.ContainsFunc(k.Fields, func(f ledger.Field) bool { return f.Reckoned }) { // by the working days: a few rows, read once a page
			ran = slices.DeleteFunc(ran, func(st statement) bool {
				return strings.Contains(st.query, " FROM r_calendar ") || strings.Contains(st.query, " FROM r_contract ")
			})
		}
		if len(ran) != 2 {
			t.Errorf("%s: %d statements for a page and its count", k.Name, len(ran))
		}
		err := o.desk.store.View(t.Context(), func(ar app.Reader) error {
			for _, st := range ran {
				plan, err := ar.(*reader).explain(st.query, st.args)
				if err != nil {
					return err
				}
				if walked := strings.HasPrefix(st.query, "SELECT count(*)") || plan == "SCAN r_"+k.Name+" USING INDEX r_"+k.Name+"_last"; !walked || !st.bounded() {
					t.Errorf("%s: %s %v: %s", k.Name, st.query, st.args, plan)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestWhatMoreThanAThousandShareIsListedInOrder(t *testing.T) {
	d := newDesk(t, 1)
	d.found()
	var want []string
	for i := range 8 {
		number := fmt.Sprint("W", i)
		fields := ledger.Fields{"outside_number": number, "title": "标题", "system": "工单系统", "region": "丹徒区", "arrived": ledger.FormatTime(d.wall.AddDate(0, 0, -i)), "requester_unit": "小单位"}
		if i%2 == 0 {
			fields["requester_unit"] = "大单位"
			want = append(want, number)
		}
		d.step(ledger.NewRecordID(d.store.meta.Ledger, "ticket", number), "receive", fields)
	}
	// As if 1,500 more of 300,000 were of the unit, further on in the index than the list goes.
	if _, err := d.store.writer.Exec(`INSERT INTO search (rowid, tag) WITH RECURSIVE i(x) AS (SELECT 5000 UNION ALL SELECT x + 1 FROM i LIMIT 1500)
		SELECT (SELECT ord FROM kinds WHERE name = 'ticket') << ? | x, ? FROM i`, ordBits, tagOf("requester_unit", "大单位")); err != nil {
		t.Fatal(err)
	}
	if _, err := d.store.writer.Exec("UPDATE counters SET n = 300000 WHERE field = 'state' AND n > 0"); err != nil {
		t.Fatal(err)
	}
	unit := where("requester_unit", app.Equal, "大单位")
	if list, _ := d.plan(app.Query{Where: []app.Condition{unit}}); !strings.Contains(list, "LIST SUBQUERY") {
		t.Fatalf("this tries something else: %s", list)
	}
	newest := slices.Clone(want)
	slices.Reverse(newest)
	for name, c := range map[string]struct {
		q    app.Query
		want []string
	}{
		"newest first":       {app.Query{Where: []app.Condition{unit}}, newest},
		"by arrival":         {app.Query{Where: []app.Condition{unit}, Sort: "-arrived"}, want},
		"with a state":       {app.Query{Where: []app.Condition{unit, where("state", app.Equal, "new")}}, newest},
		"with another value": {app.Query{Where: []app.Condition{unit, where("region", app.Differs, "丹徒区")}}, nil},
		"within a day":       {app.Query{Where: []app.Condition{unit, where("arrived", app.AtLeast, ledger.FormatTime(d.wall.AddDate(0, 0, -3)))}, Sort: "number"}, want[:2]},
	} {
		rows, counted := c.q, c.q
		rows.Kind, counted.Kind, counted.Sort = "ticket", "ticket", ""
		counted.Where = append(slices.Clone(c.q.Where), where("raised", app.Equal, "")) // which the index does not tell: rows are counted
		err := d.store.View(t.Context(), func(r app.Reader) error {
			var got []string
			if err := r.Each(t.Context(), rows, func(row *app.Row) error { got = append(got, row.Number); return nil }); err != nil {
				return err
			}
			n, err := r.Count(t.Context(), counted, 0)
			if !slices.Equal(got, c.want) || n != len(c.want) {
				t.Errorf("%s: %v, %d counted, want %v", name, got, n, c.want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
