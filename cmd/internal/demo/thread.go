package demo

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"opsledger/app"
)

// life is what happens at a station beside its tickets in the contract year under way. Its chances are its own.
type life struct {
	*year
	luck     chance
	from     time.Time // the contract year
	attended time.Time // since when attendance is kept
	daily    time.Time // since when what happens each day is kept
	brief    bool      // a small demo
	threads  []*thread
	out      []event
}

// life plans all of it: nothing after now happens.
func (p *play) life() []event {
	y := p.year
	l := &life{year: y, luck: chance{rand.New(rand.NewPCG(2026, 12))}, from: y.starts[len(y.starts)-1], brief: p.o.Tickets <= Small}
	l.daily = l.from
	if l.brief {
		l.daily = time.Date(y.now.Year(), y.now.Month()-1, 1, 0, 0, 0, 0, y.now.Location())
	}
	if l.attended = l.from; p.o.Bare {
		l.attended = l.daily
	}
	for _, part := range []func(){l.people, l.change, l.regulate, l.roster, l.attend, l.called, l.routines, l.compare, l.visits,
		l.teach, l.write, l.jobs, l.guard, l.judge, l.figures} {
		part()
	}
	return l.out
}

// thread is one record's steps. What it is named by is known once the first was taken.
type thread struct {
	l         *life
	kind, key string
	whose     string // the name it begins with: a person's, of a person or of what was lent
}

// person is the thread of one of the people.
func (l *life) person(name string) *thread {
	for _, t := range l.threads {
		if t.kind == "person" && t.whose == name {
			return t
		}
	}
	return nil
}

// mark stands for a record in the values of another's step.
const mark = "\x00"

// ref is what another record's step names this one by.
func (t *thread) ref() string {
	for i, o := range t.l.threads {
		if o == t {
			return fmt.Sprint(mark, i)
		}
	}
	return ""
}

// begin makes the step by which a record begins.
func (l *life) begin(kind string, at time.Time, action string, v values) *thread {
	t := &thread{l: l, kind: kind, whose: cmp.Or(v["person"], v["name"])}
	l.threads = append(l.threads, t)
	return t.step(at, action, v)
}

// step makes an event of a step; the thread's first begins its record.
func (t *thread) step(at time.Time, action string, v values) *thread {
	t.l.do(at, func(ctx context.Context, p *play) error {
		told := values{}
		for k, s := range v {
			told[k] = t.l.named(s)
		}
		key := t.key
		if key == "" {
			key = "new"
		}
		rec, err := p.s.Act(ctx, app.Step{Kind: t.kind, Key: key, Action: action, Values: told, Confirmed: true})
		if err == nil {
			t.key = string(rec.ID)
		}
		return t.failed(action, err)
	})
	return t
}

// failed says of which step an error tells.
func (t *thread) failed(action string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("demo: %s %s: %w", t.kind, action, err)
}

// named puts the record for a mark.
func (l *life) named(s string) string {
	var i int
	if !strings.HasPrefix(s, mark) {
		return s
	}
	if _, err := fmt.Sscan(s[len(mark):], &i); err != nil || i >= len(l.threads) {
		return s
	}
	return l.threads[i].key
}

// attach joins scans or papers to a record.
func (t *thread) attach(at time.Time, names ...string) *thread {
	t.l.do(at, func(ctx context.Context, p *play) error {
		var files []app.File
		for _, n := range names {
			files = append(files, app.File{Name: n, Data: paper(n, at)})
		}
		_, err := p.s.Attach(ctx, t.kind, t.key, files...)
		return t.failed("attach", err)
	})
	return t
}

// paper is a scan, or a text where the name says so.
func paper(name string, at time.Time) []byte {
	if strings.HasSuffix(name, ".png") {
		return scan(at)
	}
	return []byte(strings.TrimSuffix(name, ".txt") + "\n" + stamp(at) + "\n（演示材料）\n")
}

// ruled attaches a paper of the center and enters what it says.
func (t *thread) ruled(at time.Time, name, action string, v values) *thread {
	file := name + "-" + day(at) + ".png"
	v["paper"], v["paper_date"] = file, day(at)
	return t.attach(at, file).step(at.Add(time.Minute), action, v)
}

// link relates two records.
func (t *thread) link(at time.Time, o *thread, relation string) *thread {
	t.l.do(at, func(ctx context.Context, p *play) error {
		_, err := p.s.LinkRecords(ctx, t.kind, t.key, o.kind, o.key, relation)
		return t.failed("link", err)
	})
	return t
}

// do makes an event; what lies before the contract year happens at its beginning.
func (l *life) do(at time.Time, do func(context.Context, *play) error) {
	l.out = append(l.out, event{later(at, l.from.Add(11*time.Minute)), do})
}

// paste takes rows in that were copied from a spreadsheet. None may be faulty.
func (l *life) paste(at time.Time, kind string, rows [][]string) {
	if len(rows) < 2 {
		return
	}
	var lines []string
	for _, r := range rows {
		lines = append(lines, strings.Join(r, "\t"))
	}
	l.do(at, func(ctx context.Context, p *play) error {
		in, err := p.s.ImportPasted(ctx, kind, strings.Join(lines, "\n"), app.Importing{})
		if err == nil && len(in.Faults) > 0 {
			err = fmt.Errorf("demo: %s: %s", kind, in.Faults[0].Message())
		}
		return err
	})
}

// all takes one step on several records at once.
func (l *life) all(at time.Time, list []*thread, action string, v values) {
	l.do(at, func(ctx context.Context, p *play) error {
		var keys []string
		for _, t := range list {
			keys = append(keys, t.key)
		}
		_, err := p.s.ActAll(ctx, app.Bulk{Kind: list[0].kind, Keys: keys, Action: action, Values: v, Confirmed: true})
		return list[0].failed(action, err)
	})
}

// when is a clock time on the first working day at or after a part of the contract year.
func (l *life) when(part float64, hour, minute int) time.Time {
	return l.open(l.from.Add(time.Duration(part*365*24)*time.Hour), hour, minute)
}

// open is a clock time on the first working day from a day on.
func (l *life) open(d time.Time, hour, minute int) time.Time {
	for !l.cal.Workday(d) {
		d = d.AddDate(0, 0, 1)
	}
	return time.Date(d.Year(), d.Month(), d.Day(), hour, minute, 0, 0, d.Location())
}

// ago is a clock time on the last working day up to so many days before a moment.
func (l *life) ago(at time.Time, days, hour, minute int) time.Time {
	at = at.AddDate(0, 0, -days)
	for !l.cal.Workday(at) {
		at = at.AddDate(0, 0, -1)
	}
	return l.open(at, hour, minute)
}

// next is a clock time so many working days after a moment's.
func (l *life) next(at time.Time, days, hour, minute int) time.Time {
	for range days {
		at = l.open(at.AddDate(0, 0, 1), hour, minute)
	}
	return l.open(at, hour, minute)
}

// day is a date as steps tell it.
func day(t time.Time) string { return t.Format(time.DateOnly) }
