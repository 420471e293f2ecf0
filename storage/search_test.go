package storage

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

var (
	regions = []string{"镇江市本级", "润州区", "京口区", "丹徒区", "经开区"}
	people  = []string{"张伟", "李娜", "王强", "赵敏"}
	things  = []string{"养老待遇", "失业金", "工伤定期待遇", "参保关系", "缴费基数", "批量调整", "社保卡"}
	ills    = []string{"计算有误", "发放失败", "查询不到", "重复申报", "数据不一致", "报错ORA-01555", "超时"}
)

// varied is the i-th of a set of tickets that differ as real ones do: nine of ten are confirmed.
func varied(i int) (number, title, region, assignee string, state int) {
	r := rand.New(rand.NewPCG(uint64(i), 7))
	state = 4
	if i%10 == 0 {
		state = r.IntN(3) + 1
	}
	return fmt.Sprintf("W2026-%06d", i), things[r.IntN(len(things))] + ills[r.IntN(len(ills))] + fmt.Sprintf("，单位编号%04d", r.IntN(10000)),
		regions[r.IntN(len(regions))], people[r.IntN(len(people))], state
}

// fill imports n varied tickets in one transaction.
func (d *desk) fill(n int) { d.fillOpen(n, n) }

// fillOpen imports n varied tickets, of which all but the first so many are confirmed and a fortnight old or more.
func (d *desk) fillOpen(n, varying int) {
	d.t.Helper()
	ctx := context.Background()
	at := func(i, minutes int) string {
		days := i % 1000
		if i >= varying && days < 14 {
			days += 14
		}
		return ledger.FormatTime(d.wall.AddDate(0, 0, -days).Add(time.Duration(minutes-120) * time.Minute))
	}
	err := d.store.Write(ctx, func(w app.Writer) error {
		var entries []ledger.Entry
		flush := func() error {
			tip, _ := w.Tip(ctx)
			s, err := d.author.Write(tip, ledger.Draft{Entries: entries, Wall: d.wall})
			if err != nil {
				return err
			}
			entries = nil
			return w.Append(ctx, s)
		}
		for i := range n {
			number, title, region, assignee, state := varied(i)
			if i >= varying {
				state = 4
			}
			id := ledger.NewRecordID(d.store.meta.Ledger, "ticket", number)
			received := ledger.Fields{"outside_number": number, "title": title, "system": "工单系统", "region": region, "assignee": assignee, "arrived": at(i, 0),
				"requester_unit": fmt.Sprintf("某街道第%d社区", i%300)}
			if i < 1000 && i%200 == 7 { // five of any number
				received["main_type"], received["delay"], received["assignee"] = "数据", "省厅接口停运", "孙悦"
			}
			for step, f := range []ledger.Fields{received, {"responded": at(i, 5)}, {"resolved": at(i, 60), "result": "已处理", "source": "导入"}, {"confirmed": at(i, 90)}}[:state] {
				entries = append(entries, ledger.Entry{Record: id, Kind: "ticket", Action: []string{"receive", "accept", "resolve", "confirm"}[step], Fields: f})
			}
			if len(entries) > ledger.MaxEntries-4 {
				if err := flush(); err != nil {
					return err
				}
			}
		}
		if len(entries) == 0 {
			return nil
		}
		return flush()
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

func TestSearchAmongTenThousand(t *testing.T) {
	const n = 10000
	d := newDesk(t, 1)
	d.found()
	d.fill(n)
	var text, signless [n]string
	for i := range n {
		number, title, _, assignee, _ := varied(i)
		text[i] = strings.ToLower(number + " " + title + " " + assignee)
		signless[i] = strings.NewReplacer("-", "").Replace(text[i])
	}
	// found by reading everything
	read := func(terms ...string) (out []string) {
		for i := range slices.Backward(text[:]) {
			if !slices.ContainsFunc(terms, func(w string) bool { return !strings.Contains(text[i], w) && !strings.Contains(signless[i], w) }) {
				out = append(out, strings.ToUpper(text[i][:12]))
			}
		}
		return out
	}
	for query, terms := range map[string][]string{"养": {"养"}, "误": {"误"}, "养老": {"养老"}, "老待": {"老待"}, "工伤定期待遇": {"工伤定期待遇"}, "失业 超时": {"失业", "超时"},
		"张伟 失业": {"张伟", "失业"}, "ORA-01555": {"ora-01555"}, "ora01555": {"ora01555"}, "Ora": {"ora"}, "W2026-004321": {"w2026-004321"}, "w2026004321": {"w2026-004321"},
		"004321": {"w2026-004321"}, "W2026-0043": {"w2026-0043"}, "ＯＲＡ": {"ora"}, "养老 ORA 李娜": {"养老", "ora", "李娜"}, "不存在": {"不存在"}, "养失": {"养失"}} {
		if got, want := d.numbers(app.Query{Search: query}), read(terms...); !slices.Equal(got, want) {
			t.Errorf("%s: found %d, should be %d", query, len(got), len(want))
		}
	}
	for query, word := range map[string]string{"yldy": "养老待遇", "gsdq": "工伤定期", "tz": "调整", "pltz": "批量调整", "cbgx": "参保关系", "cfsb": "重复申报", "cxbd": "查询不到", "sjbyz": "数据不一致"} {
		got := d.numbers(app.Query{Search: query})
		for _, number := range read(word) {
			if !slices.Contains(got, number) {
				t.Errorf("%s: %s of %s is not found", query, number, word)
				break
			}
		}
	}
	for _, region := range []string{"丹徒区", "京口区"} { // as many as are walked, not looked up; the count is the list's length
		want := 0
		for i := range n {
			if _, _, r, _, _ := varied(i); r == region {
				want++
			}
		}
		if got := d.numbers(app.Query{Where: []app.Condition{where("region", app.Equal, region)}}); len(got) != want || want <= common {
			t.Errorf("%s: found %d, should be %d", region, len(got), want)
		}
	}
	page := d.numbers(app.Query{Search: "养老", Limit: 50, Offset: 50})
	if all := d.numbers(app.Query{Search: "养老"}); !slices.Equal(page, all[50:100]) {
		t.Error("the second page is not what follows the first")
	}
}

func TestConditionsMeanWhatTheySay(t *testing.T) {
	d := newDesk(t, 1)
	d.found()
	d.fill(300)
	type row struct{ number, region, state, arrived, resolved string }
	var rows []row
	ctx := context.Background()
	if err := d.store.View(ctx, func(r app.Reader) error {
		return r.Each(ctx, app.Query{Kind: "ticket", Sort: "number"}, func(x *app.Row) error {
			rows = append(rows, row{x.Number, x.Fields.Text("region"), string(x.State), x.Fields.Text("arrived"), x.Fields.Text("resolved")})
			return nil
		})
	}); err != nil {
		t.Fatal(err)
	}
	day := rows[7].arrived[:10]
	for name, c := range map[string]struct {
		where []app.Condition
		holds func(row) bool
	}{
		"any of two":              {[]app.Condition{where("region", app.Equal, "丹徒区", "京口区")}, func(r row) bool { return r.region == "丹徒区" || r.region == "京口区" }},
		"neither of two":          {[]app.Condition{where("region", app.Differs, "丹徒区", "京口区")}, func(r row) bool { return r.region != "丹徒区" && r.region != "京口区" }},
		"both of two":             {[]app.Condition{where("region", app.Equal, "丹徒区"), where("state", app.Equal, "accepted")}, func(r row) bool { return r.region == "丹徒区" && r.state == "accepted" }},
		"a day":                   {[]app.Condition{where("arrived", app.Equal, day)}, func(r row) bool { return r.arrived[:10] == day }},
		"up to a day, with it":    {[]app.Condition{where("arrived", app.AtMost, day)}, func(r row) bool { return r.arrived[:10] <= day }},
		"from a day on":           {[]app.Condition{where("arrived", app.AtLeast, day)}, func(r row) bool { return r.arrived[:10] >= day }},
		"not that day":            {[]app.Condition{where("arrived", app.Differs, day)}, func(r row) bool { return r.arrived[:10] != day }},
		"a month":                 {[]app.Condition{where("arrived", app.Equal, day[:7])}, func(r row) bool { return r.arrived[:7] == day[:7] }},
		"what has no such time":   {[]app.Condition{where("resolved", app.Equal, "")}, func(r row) bool { return r.resolved == "" }},
		"what has such a time":    {[]app.Condition{where("resolved", app.Differs, "")}, func(r row) bool { return r.resolved != "" }},
		"missing is at most none": {[]app.Condition{where("resolved", app.AtMost, "2099-01-01")}, func(r row) bool { return r.resolved != "" }},
		"no returns for quality":  {[]app.Condition{where("quality", app.Equal, "true")}, func(row) bool { return false }},
		"all without returns":     {[]app.Condition{where("quality", app.Equal, "false")}, func(row) bool { return true }},
		"what has no category":    {[]app.Condition{where("category", app.Equal, "")}, func(row) bool { return true }},
		"no category and region":  {[]app.Condition{where("category", app.Equal, ""), where("region", app.Equal, "丹徒区")}, func(r row) bool { return r.region == "丹徒区" }},
		"waits for nothing":       {[]app.Condition{where("waiting", app.Equal, "")}, func(row) bool { return true }},
		"a number of a region":    {[]app.Condition{where("number", app.Equal, rows[3].number), where("region", app.Equal, rows[3].region)}, func(r row) bool { return r.number == rows[3].number }},
		"a list's item":           {[]app.Condition{where("more", app.Equal, "x")}, func(row) bool { return false }},
		"not in a list":           {[]app.Condition{where("more", app.Differs, "x")}, func(row) bool { return true }},
	} {
		var want []string
		for _, r := range rows {
			if c.holds(r) {
				want = append(want, r.number)
			}
		}
		if got := d.numbers(app.Query{Where: c.where, Sort: "number"}); !slices.Equal(got, want) {
			t.Errorf("%s: %d rows, should be %d", name, len(got), len(want))
		}
	}
}
